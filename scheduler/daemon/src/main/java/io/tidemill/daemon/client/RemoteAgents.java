package io.tidemill.daemon.client;

import io.tidemill.console.view.AgentLostView;
import io.tidemill.console.view.AgentOperations;
import io.tidemill.console.view.AgentView;
import io.tidemill.console.view.TokenCreated;
import io.tidemill.console.view.TokenRequest;
import io.tidemill.console.view.TokenView;
import io.tidemill.console.view.ViewJson;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/// Administration of agents through the API.
final class RemoteAgents implements AgentOperations {
  private final ApiClient api;

  RemoteAgents(ApiClient api) {
    this.api = api;
  }

  @Override public List<AgentView> agents() {
    return ViewJson.LENIENT.readValue(api.get("/agents"), new TypeReference<>() {});
  }

  @Override public void remove(String name) {
    api.delete("/agents/" + ApiClient.encoded(name));
  }

  @Override public AgentLostView lost(String name) {
    return ViewJson.LENIENT.readValue(api.post("/agents/" + ApiClient.encoded(name) + "/lost", Map.of()),
        AgentLostView.class);
  }

  @Override public TokenCreated createToken(TokenRequest request) {
    return ViewJson.LENIENT.readValue(api.post("/join-tokens", request), TokenCreated.class);
  }

  @Override public List<TokenView> tokens() {
    return ViewJson.LENIENT.readValue(api.get("/join-tokens"), new TypeReference<>() {});
  }

  @Override public void revokeToken(String id) {
    api.delete("/join-tokens/" + ApiClient.encoded(id));
  }
}
