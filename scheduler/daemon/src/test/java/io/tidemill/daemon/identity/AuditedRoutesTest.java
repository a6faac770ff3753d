package io.tidemill.daemon.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.api.Operations;
import io.tidemill.api.access.AccessTokenCreated;
import io.tidemill.api.access.AccessTokenRequest;
import io.tidemill.api.asset.AssetEventRequest;
import io.tidemill.api.audit.AuditFilter;
import io.tidemill.api.audit.AuditView;
import io.tidemill.api.audit.CurrentRequest;
import io.tidemill.api.backfill.BackfillChangeRequest;
import io.tidemill.api.backfill.BackfillRequest;
import io.tidemill.api.dag.RemoveRequest;
import io.tidemill.api.http.Endpoint;
import io.tidemill.api.http.Role;
import io.tidemill.api.run.CancelRequest;
import io.tidemill.api.run.MarkRequest;
import io.tidemill.api.run.RerunRequest;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.schedule.DrainRequest;
import io.tidemill.api.schedule.EndMaintenanceRequest;
import io.tidemill.api.schedule.MaintenanceRequest;
import io.tidemill.api.schedule.PauseRequest;
import io.tidemill.api.schedule.ResumeRequest;
import io.tidemill.api.service.BundleDeployer;
import io.tidemill.api.service.EventBus;
import io.tidemill.api.service.SchedulerOperations;
import io.tidemill.api.token.TokenCreated;
import io.tidemill.api.token.TokenRequest;
import io.tidemill.api.version.ActivateRequest;
import io.tidemill.api.version.Deployed;
import io.tidemill.api.version.DeploymentView;
import io.tidemill.api.version.PurgeRequest;
import io.tidemill.console.rest.ApiServer;
import io.tidemill.daemon.client.RemoteOperations;
import io.tidemill.dsl.Asset;
import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.state.TaskState;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.LocalCommands;
import io.tidemill.runtime.LocalOwnerQueries;
import io.tidemill.runtime.NoAgents;
import io.tidemill.runtime.PlanChangedException;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.ThreadedDriver;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.AgentStore.Agent;
import io.tidemill.runtime.port.AgentStore.JoinToken;
import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Quarantines.QuarantineEntry;
import io.tidemill.runtime.port.RequestOrigin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every route that changes something, asked for over HTTP by somebody with a token: each leaves its entry in the audit log.
class AuditedRoutesTest {
  /// They say what another route would change.
  private static final Set<String> PLANS = Set.of("versions.plan", "backfills.plan");

  private final MemoryStore store = new MemoryStore(2, InstantSource.system());
  private final DagDirectory dags = new DagDirectory(store.catalog(), store.partitions());
  private final SchedulerNode node = new SchedulerNode("node", store, new NoAgents());
  private final Deployments deployments = new Deployments(store.catalog(), dags, node.activeVersions()::announce);
  private final AccessRegistry registry = new AccessRegistry(store.accessTokens(), InstantSource.system());
  private final List<String> secrets = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Operations operations;
  private String token = "";

  /// Makes the DAG active that a file is named after.
  private final class NamedDags implements BundleDeployer {
    @Override public DeploymentView plan(String name, byte[] content) {
      throw new UnsupportedOperationException("Not asked here");
    }

    @Override public List<Deployed> deploy(String name, byte[] content, @Nullable String plan) {
      String id = name.replace(".jar", "");
      Graph graph = Dag.define(id, d -> {
        d.schedule(Cron.daily("02:30", "UTC"));
        d.task("load").produces(Asset.of("prices")).exec(_ -> {});
      }).graph();
      try {
        return deployments.deploy(new Catalog.Bundle(new String(content, StandardCharsets.UTF_8), name, content),
            List.of(graph), plan, new Catalog.Cause("deploy", CurrentRequest.origin()))
            .stream()
            .map(version -> new Deployed(id, version.number(), version.bundle(), 1))
            .toList();
      } catch (PlanChangedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// South is away with work.
  private static final class SouthIsAway implements ConnectedAgents {
    @Override public List<LiveAgent> live() {
      return List.of();
    }

    @Override public void cut(String agent) {
      // It is away.
    }

    @Override public int lost(String agent, IntConsumer first) {
      first.accept(1);
      return 1;
    }
  }

  @BeforeEach void open() {
    node.acquire(IntStream.range(0, store.partitions()).boxed().toList(), System.currentTimeMillis());
    ThreadedDriver driver = new ThreadedDriver(node, 1, Duration.ZERO);
    driver.start();
    opened.add(driver);
    SouthIsAway sessions = new SouthIsAway();
    Operations here = SchedulerOperations.of(node, new LocalCommands(node), new LocalOwnerQueries(node), dags,
        new NamedDags(), new EventBus(),
        new AgentAdmin(store, new AgentRegistry(store.agents(), InstantSource.system()), sessions,
            InstantSource.system()),
        new TokenAdmin(store.agents(), () -> null, InstantSource.system()),
        new AccessTokenAdmin(store.accessTokens(), registry, InstantSource.system()), _ -> List.of());
    AccessTokenCreated ada = here.accessTokens().create(new AccessTokenRequest("Ada", Role.ADMIN, null));
    token = ada.id();
    ApiServer server = ApiServer.start(here, "secret of the owner", registry, 0);
    opened.add(server);
    operations = RemoteOperations.at(server.port(), ada.token());
    secrets.add(ada.token().substring(AccessRegistry.PREFIX.length()));
    join("north");
    join("south");
  }

  private void join(String agent) {
    AuditEntry none = AuditEntry.of(1, RequestOrigin.here("test"), "", "", "");
    store.agents().addToken(new JoinToken(agent, agent, null, 1, Long.MAX_VALUE, null), none);
    store.agents().join(agent, Agent.joining(agent, "credential", 1), 2, none);
  }

  @AfterEach void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private interface Request {
    void send() throws Exception;
  }

  /// A request for each route that changes something, in an order in which each of them does.
  private Map<String, Request> requests() {
    Map<String, Request> requests = new LinkedHashMap<>();
    requests.put("versions.deploy", () -> operations.versions().deploy("one.jar", content("b1"), null));
    requests.put("runs.start", () -> operations.runs().start(new StartRequest("one", "k", null, null)));
    requests.put("runs.cancel", () -> operations.runs().cancel("one", 1, new CancelRequest("enough")));
    requests.put("runs.rerun", () -> operations.runs().rerun("one", 1, new RerunRequest(List.of(), true, null)));
    requests.put("runs.mark", () -> {
      operations.runs().cancel("one", 1, new CancelRequest("enough"));
      operations.runs()
          .mark("one", 1, new MarkRequest("load", TaskState.SKIPPED, null, null, "not today", true, null, null, null));
    });
    requests.put("schedules.pause",
        () -> operations.schedules().pause(new PauseRequest("one", null, null, null, null)));
    requests.put("schedules.resume",
        () -> operations.schedules().resume(new ResumeRequest("one", null, null, true, null, null)));
    requests.put("schedules.maintain", () -> operations.schedules()
        .maintain(
            new MaintenanceRequest(null, "night", null, "2060-01-01", "2060-01-02", null, "upgrade", true, null)));
    requests.put("schedules.endMaintenance", () -> operations.schedules()
        .endMaintenance(operations.schedules()
            .maintain(new MaintenanceRequest("one", null, null, "2060-01-01", "2060-01-02", null, null, true, null))
            .window()
            .id(), new EndMaintenanceRequest(null)));
    requests.put("schedules.drain",
        () -> operations.schedules().drain(new DrainRequest(null, null, true, true, null, null)));
    requests.put("backfills.create", () -> operations.backfills()
        .create(new BackfillRequest("one", null, "2026-01-01", "2026-01-03", null, null, null, null, null, null, null,
            null, null)));
    requests.put("backfills.pause", () -> operations.backfills().pause("one", 1, change()));
    requests.put("backfills.resume", () -> operations.backfills().resume("one", 1, change()));
    requests.put("backfills.cancel", () -> operations.backfills().cancel("one", 1, change()));
    requests.put("assets.tell",
        () -> operations.assets().tell("prices", new AssetEventRequest(null, "late file", null)));
    requests.put("dags.resume", () -> {
      operations.versions().deploy("broken.jar", content("b2"), null);
      int dag = Objects.requireNonNull(dags.find("broken")).number();
      store.quarantines().note(new QuarantineEntry(dag, 2, 1, "it threw"));
      node.readQuarantines();
      operations.dags().resume("broken");
    });
    requests.put("versions.activate", () -> {
      operations.versions().deploy("one.jar", content("b3"), null);
      operations.versions().activate("one", new ActivateRequest(1, true, null));
    });
    requests.put("versions.purge", () -> operations.versions().purge(new PurgeRequest("one", 2, true, null)));
    requests.put("dags.remove", () -> operations.dags().remove("one", new RemoveRequest(true)));
    requests.put("agents.remove", () -> operations.agents().remove("north"));
    requests.put("agents.lost", () -> operations.agents().lost("south"));
    requests.put("tokens.create", () -> {
      TokenCreated made = operations.tokens().create(new TokenRequest("west", null));
      secrets.add(made.token());
    });
    requests.put("tokens.revoke",
        () -> operations.tokens().revoke(operations.tokens().list().getFirst().id()));
    requests.put("accessTokens.create", () -> {
      AccessTokenCreated made = operations.accessTokens().create(new AccessTokenRequest("Bob", Role.VIEWER, null));
      secrets.add(made.token().substring(AccessRegistry.PREFIX.length()));
    });
    requests.put("accessTokens.revoke", () -> operations.accessTokens()
        .revoke(operations.accessTokens()
            .list()
            .stream()
            .filter(each -> each.name().equals("Bob"))
            .findFirst()
            .orElseThrow()
            .id()));
    return requests;
  }

  private static byte[] content(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static BackfillChangeRequest change() {
    return new BackfillChangeRequest("somebody else", null);
  }

  private List<AuditView> entries(@Nullable String verb) {
    return operations.audit().list(new AuditFilter(null, verb, null, null, null, null, AuditFilter.MOST)).changes();
  }

  @Test void every_route_that_changes_something_leaves_an_entry_with_who_asked_and_from_where() throws Exception {
    Map<String, Request> requests = requests();
    Set<String> routes = Endpoint.all(Operations.class)
        .stream()
        .filter(endpoint -> !endpoint.verb().equals("GET") && !PLANS.contains(endpoint.id()))
        .map(Endpoint::id)
        .collect(Collectors.toSet());
    assertThat(requests.keySet()).as("a new route needs its request here, and its entry in the log")
        .containsExactlyInAnyOrderElementsOf(routes);

    for (Map.Entry<String, Request> each : requests.entrySet()) {
      int before = entries(each.getKey()).stream().filter(entry -> entry.who().equals("Ada")).toList().size();
      each.getValue().send();
      List<AuditView> after = entries(each.getKey()).stream().filter(entry -> entry.who().equals("Ada")).toList();
      assertThat(after).as(each.getKey()).hasSizeGreaterThan(before);
      assertThat(after.getFirst().caller()).as(each.getKey()).isEqualTo(token);
      assertThat(after.getFirst().address()).as(each.getKey()).isEqualTo("127.0.0.1");
    }

    assertThat(entries("runs.mark").getFirst()).satisfies(entry -> {
      assertThat(entry.subject()).isEqualTo("task load");
      assertThat(entry.before()).isEqualTo("CANCELLED");
      assertThat(entry.after()).isEqualTo("SKIPPED");
      assertThat(entry.reason()).isEqualTo("not today");
    });
    assertThat(entries("runs.cancel").getLast()).satisfies(entry -> {
      assertThat(entry.dag()).isEqualTo("one");
      assertThat(entry.run()).isEqualTo(1);
      assertThat(entry.before()).isEqualTo("RUNNING");
      assertThat(entry.after()).isEqualTo("CANCELLED");
      assertThat(entry.reason()).isEqualTo("enough");
    });
    assertThat(entries("versions.activate").getFirst()).satisfies(entry -> {
      assertThat(entry.before()).isEqualTo("version 2");
      assertThat(entry.after()).isEqualTo("version 1");
    });
    assertThat(entries("schedules.maintain").getLast()).satisfies(entry -> {
      assertThat(entry.subject()).isEqualTo("tag night");
      assertThat(entry.after()).endsWith(" from 2060-01-01T00:00:00Z to 2060-01-02T00:00:00Z");
      assertThat(entry.reason()).isEqualTo("upgrade");
    });
    assertThat(entries("schedules.endMaintenance").getFirst().dag()).isEqualTo("one");
    assertThat(operations.versions().list("one").activations().getFirst().by()).isEqualTo("Ada");
    assertThat(entries("schedules.drain")).extracting(AuditView::subject).contains("all DAGs");
    String everything = entries(null).toString();
    secrets.forEach(secret -> assertThat(everything).doesNotContain(secret));
  }

  @Test void what_is_refused_and_what_only_plans_changes_nothing_and_stands_nowhere() {
    operations.versions().deploy("one.jar", content("b1"), null);
    int before = entries(null).size();

    operations.backfills()
        .plan(new BackfillRequest("one", null, "2026-01-01", "2026-01-03", null, null, null, null, null, null, null,
            null, null));
    operations.versions().activate("one", new ActivateRequest(1, false, null));
    operations.schedules().resume(new ResumeRequest("one", null, null, false, null, null));
    operations.schedules()
        .maintain(new MaintenanceRequest(null, null, true, "2060-01-01", "2060-01-02", null, null, false, null));
    assertThatThrownBy(() -> operations.runs().cancel("one", 9, new CancelRequest(null)))
        .hasMessageContaining("9");
    assertThatThrownBy(() -> operations.accessTokens().revoke("unknown"))
        .hasMessageContaining("unknown");

    assertThat(entries(null)).hasSize(before);
  }
}
