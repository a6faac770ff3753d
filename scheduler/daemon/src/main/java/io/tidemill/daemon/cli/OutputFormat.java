package io.tidemill.daemon.cli;

/// How answers are written. In lower case, because that is how people type it.
enum OutputFormat {
  table, json
}
