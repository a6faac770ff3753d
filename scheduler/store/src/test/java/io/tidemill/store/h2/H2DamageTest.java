package io.tidemill.store.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.runtime.port.Store;
import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.exception.StoreUnusableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Database files that are not what they were. They are refused as they are, and never taken for new.
class H2DamageTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach void make() {
    open().close();
    file = directory.resolve("tidemill.mv.db");
  }

  private Store open() {
    return H2Store.open(EmbeddedConfig.in(directory));
  }

  private void assertRefusedAndKept(byte[] content, String... words) throws Exception {
    Files.write(file, content);

    assertThatThrownBy(this::open).as("%s bytes", content.length)
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("restore it from a backup")
        .satisfies(e -> assertThat(e.getMessage()).contains(words));

    assertThat(Files.readAllBytes(file)).isEqualTo(content);
  }

  @Test void a_file_that_was_closed_and_cut_short_is_refused_however_much_is_left() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    for (int left : List.of(1, 100, 4095)) {
      assertRefusedAndKept(Arrays.copyOf(whole, left), "Expected a database");
    }
    for (int left : List.of(4096, 5000, 8192, 12_288, whole.length / 2)) {
      assertRefusedAndKept(Arrays.copyOf(whole, left), "whose end is missing");
    }
  }

  @Test void a_file_of_a_killed_process_that_was_cut_short_is_refused_too() throws Exception {
    byte[] live;
    try (Store _ = open()) {
      live = Files.readAllBytes(file);
    }
    assertRefusedAndKept(Arrays.copyOf(live, 8192), "whose end is missing");
  }

  @Test void a_file_that_is_something_else_is_refused() throws Exception {
    assertRefusedAndKept("hello\n".getBytes(StandardCharsets.UTF_8), "a file that H2 cannot read");
    assertRefusedAndKept(new byte[20_000], "a file that H2 cannot read");
  }

  @Test void a_file_that_is_as_it_was_opens() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, whole);

    open().close();
  }
}
