package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemill.dsl.Asset;
import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.DagBuilder;
import io.tidemill.dsl.InvalidDagException;
import io.tidemill.dsl.NoParams;
import io.tidemill.dsl.OnAssets;
import io.tidemill.dsl.Overlap;
import io.tidemill.dsl.Problem;
import io.tidemill.dsl.graph.AssetMode;
import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.graph.RequiredSlotsNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AssetOptionsTest {
  private static final Asset SALES = Asset.of("sales");
  private static final Asset RATES = Asset.of("rates");

  record Params(int n) {}

  @Test void a_graph_says_which_assets_its_tasks_produce_and_on_which_it_runs() {
    var graph = Dag.define("dash", d -> {
      d.runOn(OnAssets.all(SALES, RATES).within(Duration.ofHours(6)));
      d.task("draw").produces(Asset.of("dash"), Asset.of("api")).exec(ctx -> {});
    }).graph();

    assertThat(graph.onAssets()).usingRecursiveComparison()
        .ignoringFields("place")
        .isEqualTo(new OnAssetsNode(AssetMode.ALL, List.of("rates", "sales"), 21_600_000, 0, ""));
    assertThat(graph.onAssets().text()).isEqualTo("on all of rates, sales");
    assertThat(graph.tasks().getFirst().produces()).containsExactly("api", "dash");
  }

  @Test void a_dag_with_parameters_from_slots_keeps_the_assets_of_its_tasks() {
    var graph = Dag.define("dash", Params.class, d -> {
      d.schedule(Cron.daily("02:00", "UTC"), slot -> new Params(1));
      d.task("draw").produces(SALES).exec(ctx -> {});
    }).graph();

    assertThat(graph.tasks()).filteredOn(task -> task.id().equals("draw"))
        .singleElement()
        .satisfies(task -> assertThat(task.produces()).containsExactly("sales"));
  }

  @Test void a_schedule_says_which_slots_it_requires() {
    var schedule = Cron.daily("00:00", "Europe/Berlin").requires("hourly").requires("other", "nightly").node();

    assertThat(schedule.requires()).containsExactly(new RequiredSlotsNode("hourly", "default"),
        new RequiredSlotsNode("other", "nightly"));
    assertThat(schedule.text()).isEqualTo("cron 0 0 * * * Europe/Berlin, requires hourly, other/nightly");
  }

  @Test void what_cannot_work_is_refused() {
    assertThat(codes(d -> d.runOn(OnAssets.all()))).containsExactly("bad-assets");
    assertThat(codes(d -> d.runOn(OnAssets.any(SALES, SALES)))).containsExactly("bad-assets");
    assertThat(codes(d -> d.runOn(OnAssets.any(Asset.of("a b"))))).containsExactly("bad-name");
    assertThat(codes(d -> d.runOn(OnAssets.any(SALES).within(Duration.ofHours(1))))).containsExactly("bad-assets");
    assertThat(codes(d -> d.runOn(OnAssets.all(SALES).gather(Duration.ofHours(1))))).containsExactly("bad-assets");
    assertThat(codes(d -> d.runOn(OnAssets.any(SALES).gather(Duration.ofDays(2))))).containsExactly("bad-duration");
    assertThat(codes(d -> d.runOn(OnAssets.any(SALES)).runOn(OnAssets.any(RATES)))).containsExactly("two-assets");
    assertThat(codes(d -> d.runOn(OnAssets.any(SALES)).overlap(Overlap.skip()))).containsExactly("assets-with-skip");
    assertThat(codes(d -> {
      d.runOn(OnAssets.any(SALES));
      d.task("own").produces(SALES).exec(ctx -> {});
    })).containsExactly("assets-of-its-own");
    assertThat(codes(d -> d.task("bad").produces(Asset.of("../x")).exec(ctx -> {}))).containsExactly("bad-name");
    assertThat(codes(d -> d.schedule(Cron.daily("00:00", "UTC").requires("no dag")))).containsExactly("bad-name");
    assertThat(codes(d -> d.schedule(Cron.daily("00:00", "UTC").pointInTime().requires("hourly"))))
        .containsExactly("requires-without-interval");
  }

  @Test void a_dag_that_runs_on_assets_has_no_parameters() {
    var refused = catchThrowableOfType(InvalidDagException.class, () -> Dag.define("dash", Params.class, d -> {
      d.runOn(OnAssets.any(SALES));
      d.task("draw").exec(ctx -> {});
    }));

    assertThat(refused.problems()).extracting(Problem::code).containsExactly("assets-with-params");
  }

  private static List<String> codes(Consumer<DagBuilder<NoParams>> declare) {
    var refused = catchThrowableOfType(InvalidDagException.class, () -> Dag.define("dash", d -> {
      d.task("draw").exec(ctx -> {});
      declare.accept(d);
    }));
    return refused.problems().stream().map(Problem::code).toList();
  }
}
