package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.cli.Shell.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCommandTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(directory);
  }

  @Test void a_new_dag_compiles_and_runs() {
    Answer written = shell.type("new", "nightly-sales");

    assertThat(written.code()).as(written.all()).isZero();
    assertThat(shell.type("check", "dags/NightlySales.java").out()).contains("✓ nightly-sales");
    assertThat(shell.type("run", "dags/NightlySales.java", "name=ada").out())
        .contains("Hello, ada! Your letters: AD", "nightly-sales/1 SUCCESS");
    Answer again = shell.type("new", "nightly-sales");
    assertThat(again.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(again.err()).contains("Expected no file at", "NightlySales.java");
    assertThat(shell.type("new", "no good").code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test void a_new_project_names_the_folder_of_the_libraries_as_its_repository() throws Exception {
    assertThat(shell.type("new", "--maven", "sales").err()).contains("TIDEMILL_REPOSITORY");
    Files.createDirectories(directory.resolve("libraries/io/tidemill/tidemill-dsl/4.5.6"));
    shell.environment.put("TIDEMILL_REPOSITORY", directory.resolve("libraries").toString());

    Answer written = shell.type("new", "--maven", "sales");

    assertThat(written.code()).as(written.all()).isZero();
    assertThat(Files.readString(directory.resolve("sales/pom.xml")))
        .contains("<url>" + directory.resolve("libraries").toUri() + "</url>", "<artifactId>sales</artifactId>",
            "<tidemill.version>4.5.6</tidemill.version>")
        .doesNotContain("@");
    assertThat(directory.resolve("sales/src/main/resources/META-INF/tidemill/dags")).hasContent("flows.Sales");
    assertThat(directory.resolve("sales/src/test/java/flows/SalesTest.java")).exists();
  }

  @Test void verbs_and_options_are_completed_in_each_shell() {
    assertThat(shell.type("completion", "bash").out()).contains("tidemill", "complete -F");
    assertThat(shell.type("completion", "zsh").out()).contains("bashcompinit");
    assertThat(shell.type("completion", "fish").out())
        .contains("-a logs -d 'Show the logs", "'__fish_seen_subcommand_from logs' -l tail -r",
            "'__fish_seen_subcommand_from token; and not __fish_seen_subcommand_from create");
    assertThat(shell.type("completion", "csh").code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test void help_shows_all_verbs_and_the_options_of_one() {
    assertThat(shell.type("help").out()).contains("Usage: tidemill", "logs");
    Answer logs = shell.type("help", "logs");
    assertThat(logs.code()).isZero();
    assertThat(logs.out()).contains("--tail");
  }
}
