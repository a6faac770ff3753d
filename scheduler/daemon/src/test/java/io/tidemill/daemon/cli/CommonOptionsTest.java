package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommonOptionsTest {
  @TempDir Path directory;

  @Test void common_options_are_accepted_before_and_after_the_verb() {
    Shell shell = new Shell(directory);
    String data = directory.resolve("elsewhere").toString();
    assertThat(shell.type("--data", data, "token", "create", "--name", "north").code()).isZero();

    String listed = shell.type("--data", data, "-o", "json", "token", "list").out();

    assertThat(listed).startsWith("[").contains("north");
    assertThat(shell.type("token", "list", "-o", "json", "--data", data).out()).isEqualTo(listed);
    assertThat(shell.type("token", "--data", data, "list", "-o", "json").out()).isEqualTo(listed);
    assertThat(shell.type("-o", "json", "ps", "--data", data).out()).contains("\"runs\"");
    assertThat(shell.data()).doesNotExist();
  }
}
