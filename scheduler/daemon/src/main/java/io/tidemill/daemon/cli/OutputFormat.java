package io.tidemill.daemon.cli;

/// Format of answers. In lower case, as typed.
enum OutputFormat {
  table, json
}
