package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.DagBuilder;
import io.tidemill.dsl.Default;
import io.tidemill.dsl.Retry;
import io.tidemill.dsl.graph.GraphJson;
import io.tidemill.dsl.graph.TaskNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class GraphJsonTest {
  record Params(@Default("3") int n) {}

  private static Dag<Params> dag() {
    return Dag.define("golden", Params.class, d -> {
      d.doc("Line\n\"quoted\" \\ \u0001 ü \ud83d\ude00 \ud800");
      d.owner("me");
      d.tags("x");
      d.runDeadline(Duration.ofSeconds(9));
      d.schedule(Cron.daily("02:00", "UTC"), slot -> new Params(1));
      d.group("g", g -> {
        var a = g.task("a")
            .retry(Retry.attempts(3).fixed(Duration.ofMillis(1_500)).jitter(0.25))
            .requireLabels("big")
            .preferLabels("near")
            .queue("night")
            .onAgentLost(AgentLost.WAIT)
            .run(String.class, ctx -> "");
        g.shard("b").overHash(3).maxFailedFraction(0.001).with(a).exec((ctx, part, text) -> {});
      });
    });
  }

  @Test void the_canonical_form_is_this_and_no_other() {
    var json = GraphJson.write(dag().graph());

    assertThat(json.replaceAll("GraphJsonTest\\.java:\\d+", "HERE"))
        .isEqualTo("{\"cancelGraceMillis\":600000,\"dag\":\"golden\","
            + "\"doc\":\"Line\\n\\\"quoted\\\" \\\\ \\u0001 ü \ud83d\ude00 \\uD800\","
            + "\"groups\":[{\"doc\":\"\",\"id\":\"g\",\"parent\":\"\"}],\"onAssets\":null,\"overlap\":{\"limit\":0,\"policy\":\"QUEUE_LATEST\"},\"owner\":\"me\","
            + "\"params\":[{\"defaultJson\":\"3\",\"doc\":\"\",\"name\":\"n\","
            + "\"type\":{\"constants\":[],\"fields\":[],\"kind\":\"integer\",\"max\":2147483647,\"min\":-2147483648,\"name\":\"\",\"of\":[]}}],"
            + "\"runDeadlineMillis\":9000,\"schedules\":[{\"anchor\":\"\",\"calendar\":null,"
            + "\"catchUp\":{\"maxRuns\":0,\"mode\":\"LATEST\",\"windowMillis\":0},"
            + "\"catchUpAfterPause\":{\"maxRuns\":0,\"mode\":\"NONE\",\"windowMillis\":0},\"daylight\":\"SHIFT\",\"end\":\"\","
            + "\"expression\":\"0 2 * * *\",\"jitterMillis\":0,\"kind\":\"CRON\",\"lateness\":null,\"name\":\"default\",\"place\":\"HERE\","
            + "\"pointInTime\":false,\"quiet\":[],\"requires\":[],\"start\":\"\",\"zone\":\"UTC\"}],\"schema\":1,"
            + "\"tags\":[\"x\"],\"tasks\":["
            + "{\"allowFailure\":false,\"cpuBound\":false,\"doc\":\"Makes the parameters of a run of its slot.\",\"edges\":[],\"group\":\"\","
            + "\"id\":\"slot-params\",\"isolated\":false,\"joinRule\":\"ALL_SUCCESS\",\"kind\":\"SLOT_PARAMS\",\"labels\":[],"
            + "\"onAgentLost\":\"RETRY\",\"place\":\"HERE\",\"pool\":\"\",\"preferred\":[],\"priority\":0,\"produces\":[],\"queue\":\"\","
            + "\"resultType\":\"io.tidemill.usage.GraphJsonTest$Params\","
            + "\"retry\":{\"attempts\":1,\"delayMillis\":0,\"factor\":1.0,\"jitter\":0.0,\"maxDelayMillis\":0},\"shard\":null,"
            + "\"timeouts\":{\"attemptMillis\":60000,\"queueMillis\":0,\"totalMillis\":0},\"variants\":[]},"
            + "{\"allowFailure\":false,\"cpuBound\":false,\"doc\":\"\","
            + "\"edges\":[{\"from\":\"slot-params\",\"kind\":\"PARAMS\",\"variants\":[]}],\"group\":\"g\",\"id\":\"a\",\"isolated\":false,\"joinRule\":\"ALL_SUCCESS\","
            + "\"kind\":\"TASK\",\"labels\":[\"big\"],\"onAgentLost\":\"WAIT\",\"place\":\"HERE\",\"pool\":\"\",\"preferred\":[\"near\"],"
            + "\"priority\":0,\"produces\":[],\"queue\":\"night\",\"resultType\":\"java.lang.String\","
            + "\"retry\":{\"attempts\":3,\"delayMillis\":1500,\"factor\":1.0,\"jitter\":0.25,\"maxDelayMillis\":0},\"shard\":null,"
            + "\"timeouts\":{\"attemptMillis\":0,\"queueMillis\":0,\"totalMillis\":0},\"variants\":[]},"
            + "{\"allowFailure\":false,\"cpuBound\":false,\"doc\":\"\",\"edges\":[{\"from\":\"a\",\"kind\":\"DATA\",\"variants\":[]}],\"group\":\"g\","
            + "\"id\":\"b\",\"isolated\":false,\"joinRule\":\"ALL_SUCCESS\",\"kind\":\"SHARDED\",\"labels\":[],"
            + "\"onAgentLost\":\"RETRY\",\"place\":\"HERE\",\"pool\":\"\",\"preferred\":[],\"priority\":0,\"produces\":[],\"queue\":\"\",\"resultType\":\"void\","
            + "\"retry\":{\"attempts\":1,\"delayMillis\":0,\"factor\":1.0,\"jitter\":0.0,\"maxDelayMillis\":0},"
            + "\"shard\":{\"concurrency\":0,\"maxFailedFraction\":0.001,\"maxFailedShards\":-1,\"maxShards\":1000000,\"omitWhenEmpty\":false,\"policy\":\"TOLERATE\",\"source\":\"HASH\","
            + "\"totalRetries\":0},"
            + "\"timeouts\":{\"attemptMillis\":0,\"queueMillis\":0,\"totalMillis\":0},\"variants\":[]}]}");
  }

  @Test void the_hash_is_the_same_in_every_build_locale_and_zone() {
    var here = dag();
    var locale = Locale.getDefault();
    var zone = TimeZone.getDefault();
    try {
      for (var tag : List.of("tr-TR", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai", "de-DE")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

        assertThat(GraphJson.write(dag().graph())).isEqualTo(GraphJson.write(here.graph()));
        assertThat(GraphJson.hash(dag().graph())).isEqualTo(GraphJson.hash(here.graph())).matches("[0-9a-f]{64}");
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  private static String hash(Consumer<DagBuilder<Params>> body) {
    return GraphJson.hash(Dag.define("h", Params.class, body).graph());
  }

  private static TaskNode only(Dag<?> dag) {
    return dag.graph().tasks().getFirst();
  }

  @Test void moving_lines_moves_places_but_not_the_hash() {
    var first = Dag.define("h", d -> d.task("a").exec(ctx -> {}));
    var second = Dag.define("h", d -> d.task("a").exec(ctx -> {}));

    assertThat(only(first).place()).isNotEqualTo(only(second).place());
    assertThat(GraphJson.write(first.graph())).isNotEqualTo(GraphJson.write(second.graph()));
    assertThat(GraphJson.hash(first.graph())).isEqualTo(GraphJson.hash(second.graph()));
  }

  @Test void whatever_has_a_meaning_changes_the_hash() {
    Set<String> hashes = new HashSet<>();
    var programs = List.<Consumer<DagBuilder<Params>>>of(d -> d.task("a").exec(ctx -> {}),
        d -> d.task("b").exec(ctx -> {}), d -> d.task("a").run(String.class, ctx -> ""),
        d -> d.task("a").priority(1).exec(ctx -> {}), d -> d.task("a").doc("x").exec(ctx -> {}),
        d -> d.task("a").attemptTimeout(Duration.ofSeconds(1)).exec(ctx -> {}),
        d -> d.task("a").queueTimeout(Duration.ofSeconds(1)).exec(ctx -> {}),
        d -> d.task("a").allowFailure().exec(ctx -> {}), d -> d.task("a").retry(Retry.attempts(2)).exec(ctx -> {}),
        d -> d.task("a").requireLabels("x").exec(ctx -> {}),
        d -> d.task("a").preferLabels("x").exec(ctx -> {}), d -> d.task("a").queue("x").exec(ctx -> {}),
        d -> d.task("a").onAgentLost(AgentLost.WAIT).exec(ctx -> {}),
        d -> d.task("a").pool("x").exec(ctx -> {}),
        d -> d.shard("a").overHash(2).exec((ctx, part) -> {}),
        d -> d.shard("a").overHash(2).maxFailedShards(1).exec((ctx, part) -> {}),
        d -> d.group("g", g -> g.task("a").exec(ctx -> {})), d -> {
          d.owner("x");
          d.task("a").exec(ctx -> {});
        }, d -> {
          d.schedule(Cron.daily("02:00", "UTC"), slot -> new Params(1));
          d.task("a").exec(ctx -> {});
        }, d -> {
          d.schedule(Cron.daily("02:00", "Europe/Berlin"), slot -> new Params(1));
          d.task("a").exec(ctx -> {});
        });

    programs.forEach(program -> hashes.add(hash(program)));

    assertThat(hashes).hasSameSizeAs(programs);
  }
}
