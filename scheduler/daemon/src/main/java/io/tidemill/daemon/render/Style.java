package io.tidemill.daemon.render;

/// Colours of the terminal, by meaning.
public enum Style {
  GOOD("\u001b[32m"), BAD("\u001b[31m"), BUSY("\u001b[36m"), FAINT("\u001b[2m");

  static final String END = "\u001b[0m";

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }
}
