package io.tidemill.daemon.boot;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemill.cluster.ClusterConfig;
import io.tidemill.cluster.ClusterNode;
import io.tidemill.daemon.tls.PeerIdentity;
import io.tidemill.dsl.Dag;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.runtime.CommandId;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.GroupPauses;
import io.tidemill.runtime.LocalCommands;
import io.tidemill.runtime.LocalOwnerQueries;
import io.tidemill.runtime.NoAgents;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.TestRuns;
import io.tidemill.runtime.ThreadedDriver;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import io.tidemill.runtime.port.RequestOrigin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two schedulers in this process that call each other.
class PeerCallsTest {
  private static final int PARTITIONS = 8;

  @TempDir static Path directory;

  private static final MemoryStore STORE = new MemoryStore(PARTITIONS, InstantSource.system());
  private static final DagDirectory DAGS = new DagDirectory(STORE.catalog(), PARTITIONS);
  private static Peer first;
  private static Peer second;
  private static int names;

  /// A scheduler with what it needs to be one of several.
  private static final class Peer implements AutoCloseable {
    private final SchedulerNode node;
    private final ClusterNode cluster;
    private final ThreadedDriver driver;
    private final PeerIdentity identity;

    Peer(String name) throws IOException {
      node = new SchedulerNode(name, STORE, new NoAgents());
      identity = PeerIdentity.in(Files.createDirectories(directory.resolve(name)),
          () -> node.clusterState().fingerprints());
      cluster = ClusterNode.open(node,
          new ClusterConfig("127.0.0.1", 0, 0, identity.context(), identity.fingerprint()),
          new LocalCommands(node), new LocalOwnerQueries(node));
      node.introduce(node.self().calledAt(cluster.peers()));
      node.join(System.currentTimeMillis());
      driver = new ThreadedDriver(node, 1, Duration.ZERO);
      driver.start();
    }

    Commands commands() {
      return cluster.commands();
    }

    long owned() {
      return IntStream.range(0, PARTITIONS).filter(node::owns).count();
    }

    @Override public void close() {
      driver.close();
      node.leave();
      cluster.close();
    }
  }

  @BeforeAll static void open() throws IOException {
    first = new Peer("first");
    second = new Peer("second");
    await().atMost(60, SECONDS).until(() -> first.owned() == PARTITIONS / 2 && second.owned() == PARTITIONS / 2);
  }

  @AfterAll static void close() {
    first.close();
    second.close();
  }

  private static Catalog.Dag deployed(String id) {
    new Deployments(STORE.catalog(), DAGS).deploy(Dag.define(id, d -> d.task("a").exec(ctx -> {})).graph(), "bundle",
        "bundle.jar", "code".getBytes(StandardCharsets.UTF_8));
    return Objects.requireNonNull(DAGS.find(id));
  }

  private static Catalog.Dag ownedBy(Peer owner) {
    return IntStream.range(0, 1_000)
        .mapToObj(_ -> deployed("dag-" + ++names))
        .filter(dag -> owner.node.owns(dag.partition()))
        .findFirst()
        .orElseThrow();
  }

  private static CompletableFuture<Reply> start(Peer at, Catalog.Dag dag, String id) {
    return at.commands()
        .submit(dag, new CommandId(id), TestRuns.create(dag, null, "{}".getBytes(StandardCharsets.UTF_8)),
            RequestOrigin.here("me"));
  }

  @Test void a_command_is_answered_by_the_owner_whoever_is_asked_and_applied_once() throws Exception {
    Catalog.Dag dag = ownedBy(second);
    Reply here = start(first, dag, "one").get(60, SECONDS);
    Reply again = start(second, dag, "one").get(60, SECONDS);

    assertThat(here).isEqualTo(new RunAccepted(dag.number(), 1, 1, true));
    assertThat(again).isInstanceOfSatisfying(RunAccepted.class, same -> assertThat(same.run()).isEqualTo(1));
    assertThat(first.cluster.queries().shardCounts(dag, 1)).isEmpty();
  }

  @Test void a_command_waits_for_the_next_owner_where_the_owner_is_gone() throws Exception {
    Catalog.Dag dag;
    try (Peer third = new Peer("third")) {
      await().atMost(60, SECONDS).until(() -> third.owned() > 0);
      dag = ownedBy(third);
    }
    assertThat(start(first, dag, "one").get(60, SECONDS)).isInstanceOf(RunAccepted.class);
  }

  @Test void a_dag_that_its_owner_keeps_apart_is_told_and_resumed_through_another_scheduler() throws Exception {
    Catalog.Dag dag = ownedBy(second);
    STORE.quarantines().note(new QuarantineEntry(dag.number(), 2, System.currentTimeMillis(), "it fails"));
    await().atMost(60, SECONDS)
        .until(() -> first.node.quarantined(dag.number()) != null && second.node.quarantined(dag.number()) != null);

    assertThat(first.node.requests().resume(dag, RequestOrigin.here("me")).get(60, SECONDS)).isTrue();
    await().atMost(60, SECONDS).until(() -> first.node.quarantined(dag.number()) == null);
    assertThat(start(first, dag, "one").get(60, SECONDS)).isInstanceOf(RunAccepted.class);
  }

  @Test void a_pause_of_all_dags_reaches_the_partitions_of_all_schedulers() throws Exception {
    assertThat(new GroupPauses(first.node).pause("", "me", new CommandId(UUID.randomUUID().toString()),
        RequestOrigin.here("me")).get(60, SECONDS)).isTrue();
    assertThat(IntStream.range(0, PARTITIONS))
        .allMatch(partition -> Objects.requireNonNull(second.cluster.queries().groupPauses(partition)).size() == 1);
  }

  @Test void one_whose_certificate_no_lease_names_is_refused_at_both_ends() throws Exception {
    PeerIdentity stranger = PeerIdentity.in(Files.createDirectories(directory.resolve("stranger")),
        () -> Set.of(second.identity.fingerprint()));
    URI address = URI.create("https://" + second.cluster.peers().address() + "/Commands/outage");
    assertThatThrownBy(() -> post(stranger.context(), address)).isInstanceOf(IOException.class);
    PeerIdentity believer = PeerIdentity.in(directory.resolve("first"), Set::of);
    assertThatThrownBy(() -> post(believer.context(), address)).isInstanceOf(IOException.class);
    assertThat(post(first.identity.context(), address).statusCode()).isEqualTo(200);
  }

  @Test void what_is_no_call_is_refused() throws Exception {
    String base = "https://" + second.cluster.peers().address();
    assertThat(post(first.identity.context(), URI.create(base + "/Commands/getClass")).statusCode()).isEqualTo(404);
    assertThat(post(first.identity.context(), URI.create(base + "/../../etc/passwd")).statusCode()).isEqualTo(404);
    assertThat(post(first.identity.context(), URI.create(base + "/Commands/submit")).statusCode()).isEqualTo(400);
  }

  private static HttpResponse<String> post(SSLContext context, URI address) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
      return http.send(HttpRequest.newBuilder(address)
          .timeout(Duration.ofSeconds(60))
          .POST(HttpRequest.BodyPublishers.ofString("[]"))
          .build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
