package io.tidemill.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FailingShardsTest {
  @TempDir Path folder;

  private Tidemill tidemill;
  private Path witness;
  private Path cure;

  @BeforeEach void aims() {
    tidemill = new Tidemill(folder.resolve("data"));
    witness = folder.resolve("witness.txt");
    cure = folder.resolve("cure");
  }

  private Tidemill.Answer run() {
    return tidemill.run("FailingShards", "witness=" + witness, "cure=" + cure);
  }

  private Tidemill.Answer rerun(String... more) {
    var args = new ArrayList<>(
        List.of("rerun", "failing-shards/1", "--failed", "-o", "json", "--data", tidemill.data().toString()));
    args.addAll(List.of(more));
    return tidemill.tell(args.toArray(String[]::new));
  }

  private static List<String> texts(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false).map(each -> each.path(field).asString("")).toList();
  }

  @Test void the_run_fails_and_names_the_bad_shards_with_exception_and_line() throws IOException {
    var answer = run();

    assertThat(answer.exitCode()).as(answer::toString).isOne();
    assertThat(answer.status()).isEqualTo("FAILED");
    var failures = answer.json().path("detail").path("failures");
    assertThat(texts(failures, "shard")).containsExactlyInAnyOrder("s017", "s101", "s163");
    assertThat(texts(failures, "type")).allMatch(type -> type.endsWith("IllegalStateException"));
    assertThat(texts(failures, "place")).allMatch(place -> place.matches("FailingShards\\.java:\\d+"));
    assertThat(Files.readAllLines(witness)).hasSize(200).filteredOn(line -> line.endsWith("failed")).hasSize(3);
  }

  @Test void a_rerun_executes_the_three_shards_and_the_sum_and_nothing_else() throws IOException {
    run();
    Files.createFile(cure);
    Files.delete(witness);

    var answer = rerun("--yes");

    assertThat(answer.exitCode()).as(answer::toString).isZero();
    assertThat(Files.readAllLines(witness)).containsExactlyInAnyOrder("1 s017 done", "1 s101 done", "1 s163 done",
        "1 sum done");
    assertThat(answer.result("sum").asLong()).isEqualTo(2_646_700);
  }

  @Test void a_rerun_that_is_not_confirmed_shows_its_plan_and_executes_nothing() throws IOException {
    run();
    Files.delete(witness);

    var plan = rerun();

    assertThat(plan.exitCode()).as(plan::toString).isEqualTo(2);
    assertThat(texts(plan.json().path("changes"), "task")).containsExactly("square", "sum");
    assertThat(witness).doesNotExist();
  }
}
