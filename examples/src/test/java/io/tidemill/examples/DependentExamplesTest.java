package io.tidemill.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.bundle.DagFinder;
import io.tidemill.agent.bundle.LoadedBundle;
import io.tidemill.protocol.BundleFile;
import io.tidemill.test.DagTest;
import io.tidemill.test.SchedulerTest;
import io.tidemill.test.TestRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples that depend on each other, together on a virtual scheduler.
class DependentExamplesTest {
  @TempDir Path folder;
  private final List<LoadedBundle> loaded = new ArrayList<>();

  @AfterEach void close() throws Exception {
    for (var bundle : loaded) {
      bundle.close();
    }
  }

  private DagTest<?> example(String name) throws Exception {
    var loader = new BundleLoader(folder);
    var source = Repository.text("examples/" + name + ".java").getBytes(StandardCharsets.UTF_8);
    loaded.add(loader.load(loader.prepare(new BundleFile(name + ".java", source))));
    return DagTest.of(DagFinder.find(loaded.getLast()).getFirst());
  }

  @Test void the_day_of_25_hours_runs_once_its_last_hour_is_loaded() throws Exception {
    var test = SchedulerTest.of(example("HourlyAndDaily"), example("HourlyLoad").takes("load", Duration.ofMinutes(10)))
        .at("2026-10-25T00:30");

    test.runFor(Duration.ofHours(25));

    assertThat(test.runs("hourly-load")).hasSize(25);
    assertThat(test.runs("daily-total")).singleElement().satisfies(day -> {
      assertThat(day.createdAt()).isEqualTo("2026-10-25T23:10:00Z");
      assertThat(day.result().result("tell", String.class)).isEqualTo("total of 2026-10-25 over 25 hours");
    });
  }

  @Test void a_day_that_lacks_an_hour_says_which() throws Exception {
    var test = SchedulerTest
        .of(example("HourlyAndDaily"), example("HourlyLoad").fail("load", new IllegalStateException()))
        .at("2026-06-01T00:30");

    test.runFor(Duration.ofHours(24));

    assertThat(test.runs("daily-total")).isEmpty();
    assertThat(test.waiting()).containsExactly(
        "daily-total slot 2026-06-01T22:00:00Z waits for hourly-load from 2026-05-31T22:00:00Z: run 1 FAILED");
  }

  @Test void the_dashboard_runs_for_hours_that_were_loaded_and_for_prices_from_outside() throws Exception {
    var test = SchedulerTest.of(example("HourlyLoad"), example("RunsOnAssets"))
        .at("2026-06-01T00:30")
        .asset("prices", "2026-06-01T01:00:05")
        .asset("prices", "2026-06-01T01:30");

    test.runFor(Duration.ofHours(1).plusMinutes(15));

    assertThat(test.runs("sales-dashboard")).extracting(TestRun::origin)
        .containsExactly("hourly-sales #1, prices #1", "prices #2");
    assertThat(test.runs("sales-dashboard").getFirst().result().result("publish", String.class))
        .isEqualTo("dashboard drawn for hourly-sales #1, prices #1 and published");
  }
}
