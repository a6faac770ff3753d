package io.tidemill.daemon.client;

import io.tidemill.console.view.ActivateRequest;
import io.tidemill.console.view.AgentOperations;
import io.tidemill.console.view.DagView;
import io.tidemill.console.view.Deployed;
import io.tidemill.console.view.DeploymentView;
import io.tidemill.console.view.Event;
import io.tidemill.console.view.LogPage;
import io.tidemill.console.view.LogSource;
import io.tidemill.console.view.Operations;
import io.tidemill.console.view.PurgeRequest;
import io.tidemill.console.view.PurgeView;
import io.tidemill.console.view.RerunRequest;
import io.tidemill.console.view.RerunView;
import io.tidemill.console.view.RunDetail;
import io.tidemill.console.view.RunFilter;
import io.tidemill.console.view.RunPage;
import io.tidemill.console.view.RunStarted;
import io.tidemill.console.view.StartRequest;
import io.tidemill.console.view.VersionsView;
import io.tidemill.console.view.ViewJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/// Operations of a scheduler in another process through its API. If it does not answer, requests are refused as unavailable.
public final class RemoteOperations implements Operations {
  private final ApiClient api;

  /// @param port port on 127.0.0.1
  /// @param token secret of the API
  public RemoteOperations(int port, String token) {
    api = new ApiClient(port, token);
  }

  @Override public List<DagView> dags() {
    return read(api.get("/dags"), new TypeReference<>() {});
  }

  @Override public RunPage runs(RunFilter filter) {
    List<String> query = new ArrayList<>();
    add(query, "dag", filter.dag());
    filter.status().forEach(status -> add(query, "status", status.name()));
    add(query, "cursor", filter.cursor());
    add(query, "limit", "" + filter.limit());
    return read(api.get("/runs?" + String.join("&", query)), new TypeReference<>() {});
  }

  @Override public RunDetail run(String dag, long run) {
    return read(api.get(path(dag, run)), new TypeReference<>() {});
  }

  @Override public @Nullable JsonNode output(String dag, long run, String task) {
    byte[] answer = api.get(path(dag, run) + "/tasks/" + ApiClient.encoded(task) + "/output");
    return answer.length == 0 ? null : ViewJson.LENIENT.readTree(answer);
  }

  @Override public List<LogSource> logSources(String dag, long run) {
    return read(api.get(path(dag, run) + "/log"), new TypeReference<>() {});
  }

  @Override public LogPage log(String dag, long run, LogSource source, long after) {
    List<String> query = new ArrayList<>();
    add(query, "task", source.task());
    add(query, "shard", "" + source.shardIndex());
    add(query, "attempt", "" + source.attempt());
    add(query, "after", "" + after);
    return read(api.get(path(dag, run) + "/log?" + String.join("&", query)), new TypeReference<>() {});
  }

  @Override public RunStarted start(StartRequest request) {
    return read(api.post("/runs", request), new TypeReference<>() {});
  }

  @Override public void cancel(String dag, long run, @Nullable String reason) {
    api.post(path(dag, run) + "/cancel", reason == null ? Map.of() : Map.of("reason", reason));
  }

  @Override public RerunView rerun(String dag, long run, RerunRequest request) {
    return read(api.post(path(dag, run) + "/rerun", request), new TypeReference<>() {});
  }

  @Override public void resume(String dag) {
    api.post("/dags/" + ApiClient.encoded(dag) + "/resume", Map.of());
  }

  @Override public DeploymentView planDeployment(String name, byte[] content) {
    return read(api.postFile("/dags/plan?name=" + ApiClient.encoded(name), content), new TypeReference<>() {});
  }

  @Override public List<Deployed> deploy(String name, byte[] content, @Nullable String plan) {
    List<String> query = new ArrayList<>();
    add(query, "name", name);
    add(query, "plan", plan);
    return read(api.postFile("/dags?" + String.join("&", query), content), new TypeReference<>() {});
  }

  @Override public VersionsView versions(String dag) {
    return read(api.get("/dags/" + ApiClient.encoded(dag) + "/versions"), new TypeReference<>() {});
  }

  @Override public DeploymentView activate(String dag, ActivateRequest request) {
    return read(api.post("/dags/" + ApiClient.encoded(dag) + "/activate", request), new TypeReference<>() {});
  }

  @Override public PurgeView purge(PurgeRequest request) {
    return read(api.post("/dags/purge", request), new TypeReference<>() {});
  }

  @Override public AgentOperations agents() {
    return new RemoteAgents(api);
  }

  @Override public Subscription subscribe(Consumer<Event> listener) {
    return new EventStream(api, listener);
  }

  private static String path(String dag, long run) {
    return "/runs/" + ApiClient.encoded(dag) + "/" + run;
  }

  private static void add(List<String> query, String name, @Nullable String value) {
    if (value != null) {
      query.add(name + "=" + ApiClient.encoded(value));
    }
  }

  private static <T> T read(byte[] answer, TypeReference<T> type) {
    return ViewJson.LENIENT.readValue(answer, type);
  }
}
