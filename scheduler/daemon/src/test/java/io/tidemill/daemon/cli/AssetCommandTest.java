package io.tidemill.daemon.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Assets on the command line: what is listed, and what an event leads to.
class AssetCommandTest {
  @TempDir Path folder;

  private static String program(String id, String assets) {
    return """
        import module java.base;
        import io.tidemill.dsl.*;
        Dag<NoParams> dag() {
          return Dag.define("%s", d -> {
            d.runOn(%s);
            d.task("a").exec(ctx -> {});
          });
        }
        void main() {}
        """.formatted(id, assets);
  }

  @Test void assets_say_who_waits_for_them_and_what_their_next_event_leads_to() {
    Shell shell = new Shell(folder);
    shell.save("Any.java",
        program("any", "OnAssets.any(Asset.of(\"sales\"), Asset.of(\"rates\")).gather(Duration.ofHours(1))"));
    shell.save("All.java", program("all", "OnAssets.all(Asset.of(\"sales\"), Asset.of(\"rates\"))"));
    assertThat(shell.type("deploy", "Any.java", "--yes").code()).isZero();
    assertThat(shell.type("deploy", "All.java", "--yes").code()).isZero();

    assertThat(shell.type("asset", "sales").out()).contains(
        "runs         all on all of rates, sales; with the next event it waits for rates",
        "runs         any on any of rates, sales; with the next event it runs 1 h later");
    assertThat(shell.type("asset", "sales", "--event", "--note", "by hand").out())
        .contains("has event 1; 2 DAGs are told");
    // The event is durable; it reaches the DAGs a moment later, whichever process runs then.
    await().atMost(60, SECONDS)
        .until(() -> shell.type("asset", "rates").out(),
            shown -> shown.contains("all on all of rates, sales; with the next event it runs at once")
                && shown.contains("it is part of the run that gathers events"));
    assertThat(shell.type("asset").out()).containsPattern("rates +0 +all, any +all\n")
        .containsPattern("sales +1 +20.* outside.* all, any\n");
    assertThat(shell.type("asset", "sales").out()).containsPattern("1 +20.* outside.* +by hand");
  }
}
