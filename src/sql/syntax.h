// How the SQL of one database is cut into tokens: the flags in which databases differ.
#pragma once

namespace luamigrate::sql {

enum class PlaceholderStyle {
  question,  // ?
  dollar,    // $1
};

struct Syntax {
  bool backtick_identifiers = false;   // `name`
  bool bracket_identifiers = false;    // [name]
  bool double_quoted_strings = false;  // "text" is a string, not an identifier (MySQL's default mode)
  bool backslash_escapes = false;      // in every '...' string
  bool escape_strings = false;         // E'...' has backslash escapes
  bool dollar_quotes = false;          // $tag$ ... $tag$
  bool nested_comments = false;        // /* /* */ */
  bool hash_comments = false;          // # to the end of the line
  bool dashes_want_space = false;      // -- begins a comment only in front of white space: 2--1 is 3
  bool executable_comments = false;    // /*! ... */ and /*M! ... */ are code
  bool return_ends_line = false;       // a carriage return ends a comment to the end of the line
  bool question_operators = false;     // ?| and ?& are operators; beside parameters ?? is the operator ?
  bool trigger_bodies = false;         // CREATE TRIGGER ... BEGIN ...; ... END is one statement
  bool atomic_bodies = false;          // BEGIN ATOMIC ... END of an SQL function is one statement
  bool go_batches = false;             // a line with GO alone ends a batch, which is sent whole
  bool delimiter_command = false;      // DELIMITER // is a command to the reader: what ends the statements behind it
  bool named_parameters = false;       // :name, @name, $name and ?1 are parameters too
  PlaceholderStyle placeholder = PlaceholderStyle::question;
};

}  // namespace luamigrate::sql
