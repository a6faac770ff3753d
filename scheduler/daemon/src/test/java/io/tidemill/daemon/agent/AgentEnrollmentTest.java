package io.tidemill.daemon.agent;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.token.TokenRequest;
import io.tidemill.daemon.config.ConfigReader;
import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.identity.AgentAdmin;
import io.tidemill.daemon.identity.AgentRegistry;
import io.tidemill.daemon.identity.ConnectedAgents;
import io.tidemill.daemon.identity.Credential;
import io.tidemill.daemon.identity.TokenAdmin;
import io.tidemill.daemon.tls.Fingerprint;
import io.tidemill.daemon.tls.ServerTls;
import io.tidemill.daemon.tls.TlsException;
import io.tidemill.gateway.Gateway;
import io.tidemill.gateway.remote.AgentServer;
import io.tidemill.gateway.remote.AgentServerConfig;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent proves who it is to a server, with everything that can be wrong about that.
class AgentEnrollmentTest {
  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong(System.currentTimeMillis());
  private final InstantSource clock = () -> java.time.Instant.ofEpochMilli(now.get());
  private final MemoryStore store = new MemoryStore(4, InstantSource.system());
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private AgentRegistry registry = new AgentRegistry(store.agents(), clock);
  private @Nullable String fingerprint;
  private final TokenAdmin tokens = new TokenAdmin(store.agents(), () -> fingerprint, clock);
  private AgentAdmin agents = new AgentAdmin(store, registry, ConnectedAgents.NONE, InstantSource.system());

  @BeforeEach void open() throws IOException {
    Files.createDirectories(folder.resolve("north"));
    Files.createDirectories(folder.resolve("south"));
  }

  @AfterEach void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private ServerAddress serve(@Nullable ServerTls tls) throws IOException {
    if (tls != null) {
      opened.add(tls);
    }
    Gateway gateway = new Gateway(new DagDirectory(store.catalog(), store.partitions()));
    gateway.serve(new SchedulerNode("test", store, gateway));
    AgentServer server = AgentServer.start(
        new AgentServerConfig("127.0.0.1", 0, tls == null ? null : tls.credentials()), gateway, registry);
    opened.add(server);
    return new ServerAddress("127.0.0.1", server.port());
  }

  private Path token() throws IOException {
    return Files.writeString(Files.createTempFile(folder, "token", ""),
        tokens.create(new TokenRequest(null, null)).token());
  }

  private static DaemonConfig.RemoteAgent with(@Nullable Path token) {
    return with(token, null, null);
  }

  private static DaemonConfig.RemoteAgent with(@Nullable Path token, @Nullable Path authority,
      Authority.@Nullable Signed signed) {
    return new DaemonConfig.RemoteAgent("", token, "", null, List.of(), List.of("default"), authority,
        signed == null ? null : signed.certificate(), signed == null ? null : signed.key(), Duration.ZERO);
  }

  private void join(ServerAddress server, String name, DaemonConfig.RemoteAgent config) throws Exception {
    new AgentEnrollment(config, name, List.of(server), folder.resolve(name), _ -> {}).dialers(Duration.ZERO);
  }

  @Test void a_token_becomes_a_credential_that_only_its_owner_can_read() throws Exception {
    join(serve(null), "north", with(token()));

    Credential credential = Credential.read(folder.resolve("north"));
    assertThat(credential).isNotNull();
    assertThat(credential.joined()).isTrue();
    assertThat(registry.agent(credential.secret())).isEqualTo("north");
    assertThat(registry.agent("another")).isNull();
    assertThat(store.agents().find("north").credentialHash()).isNotEqualTo(credential.secret()).hasSize(64);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Credential.file(folder.resolve("north")))))
        .isEqualTo("rw-------");
  }

  @Test void once_it_has_joined_an_agent_needs_no_token() throws Exception {
    ServerAddress server = serve(null);
    Path token = token();
    join(server, "north", with(token));
    Credential first = Credential.read(folder.resolve("north"));

    join(server, "north", with(token));
    Files.delete(token);
    join(server, "north", with(token));
    join(server, "north", with(null));

    assertThat(Credential.read(folder.resolve("north"))).isEqualTo(first);
  }

  @Test void an_agent_that_was_removed_through_another_server_is_known_here_no_more() throws Exception {
    ServerAddress server = serve(null);
    join(server, "north", with(token()));
    String secret = Objects.requireNonNull(Credential.read(folder.resolve("north"))).secret();
    assertThat(registry.forgetRemoved()).isEmpty();
    assertThat(registry.agent(secret)).isEqualTo("north");

    store.agents().remove("north", AuditEntry.of(1, RequestOrigin.here("ann"), "agent north", "known", ""));

    assertThat(registry.forgetRemoved()).containsExactly("north");
    assertThat(registry.agent(secret)).isNull();
    assertThat(registry.forgetRemoved()).isEmpty();
  }

  @Test void a_token_that_is_not_good_is_refused_with_the_reason() throws Exception {
    ServerAddress server = serve(null);
    Path used = token();
    join(server, "north", with(used));
    Path expired = token();
    Path revoked = token();
    tokens.revoke(tokens.list().stream().filter(each -> each.usedBy() == null).findFirst().get().id());
    String foreign = "tidemill-join." + "x".repeat(43);

    assertRefused(server, "south", with(used), "this one has been used");
    assertRefused(server, "south", with(Files.writeString(folder.resolve("foreign"), foreign)), "unknown or revoked");
    assertRefused(server, "south", with(Files.writeString(folder.resolve("none"), "hello")), "tidemill-join.…");
    assertRefused(server, "south", with(folder.resolve("missing")), "there is no such file");
    assertRefused(server, "south", with(null), "--token-file");
    now.addAndGet(Duration.ofHours(2).toMillis());
    List<Path> rest = List.of(expired, revoked);
    for (Path token : rest) {
      assertThatThrownBy(() -> join(server, "south", with(token))).isInstanceOf(AgentRefusedException.class)
          .message()
          .containsAnyOf("has expired", "revoked");
    }
    assertThat(agents.list()).hasSize(1);
  }

  @Test void a_name_is_given_once_until_its_agent_is_removed() throws Exception {
    ServerAddress server = serve(null);
    join(server, "north", with(token()));
    Credential old = Credential.read(folder.resolve("north"));
    Files.delete(Credential.file(folder.resolve("north")));

    assertRefused(server, "north", with(token()), "an agent 'north' exists", "agents remove north");

    agents.remove("north");
    assertThat(registry.agent(old.secret())).isNull();
    join(server, "north", with(token()));
    assertThatThrownBy(() -> agents.remove("nobody")).isInstanceOf(RefusedException.class);
  }

  @Test void a_work_folder_belongs_to_one_agent() throws Exception {
    ServerAddress server = serve(null);
    join(server, "north", with(token()));
    Files.copy(Credential.file(folder.resolve("north")), Credential.file(folder.resolve("south")));

    assertRefused(server, "south", with(token()), "belongs to 'north'");
  }

  @Test void a_scheduler_that_does_not_answer_is_not_waited_for_longer_than_asked() throws Exception {
    ServerAddress server = serve(null);
    Path token = token();
    opened.removeLast().close();

    assertThatThrownBy(() -> join(server, "north", with(token))).isInstanceOf(SchedulerUnreachableException.class)
        .hasMessageContaining(server.toString());
    assertThat(Credential.read(folder.resolve("north")).joined()).isFalse();
  }

  @Test void the_certificate_of_the_token_is_trusted_and_no_other() throws Exception {
    Path keys = Files.createDirectory(folder.resolve("keys"));
    ServerAddress server = serve(ServerTls.selfSigned(keys, null));
    fingerprint = Fingerprint.of(ServerTls.certificate(keys));
    join(server, "north", with(token()));

    fingerprint = "0".repeat(64);
    assertRefused(server, "south", with(token()), "with the fingerprint 000", "join with a new token");
    assertThat(store.agents().find("south")).isNull();
  }

  @Test void an_authority_vouches_for_the_host_it_names() throws Exception {
    Authority authority = new Authority(folder, "authority");
    Authority other = new Authority(folder, "other");
    Authority.Signed right = authority.server("right", "127.0.0.1");
    ServerAddress server = serve(ServerTls.of(right.certificate(), right.key(), null));
    join(server, "north", with(token(), authority.certificate(), null));

    assertRefused(server, "south", with(token(), other.certificate(), null), "PKIX");
    Authority.Signed wrong = authority.server("wrong", "elsewhere.example", "192.0.2.1");
    ServerAddress elsewhere = serve(ServerTls.of(wrong.certificate(), wrong.key(), null));
    assertRefused(elsewhere, "south", with(token(), authority.certificate(), null), "127.0.0.1");
    assertThat(store.agents().find("south")).isNull();
  }

  @Test void a_certificate_that_is_replaced_is_shown_from_then_on() throws Exception {
    Authority authority = new Authority(folder, "authority");
    Authority.Signed first = authority.server("first", "127.0.0.1");
    Authority.Signed second = authority.server("second", "127.0.0.1");
    ServerAddress server = serve(
        ServerTls.of(first.certificate(), first.key(), null, Duration.ofMillis(100)));
    fingerprint = Fingerprint.of(second.certificate());
    Path token = token();
    assertRefused(server, "north", with(token), "fingerprint");

    Files.move(second.key(), first.key(), REPLACE_EXISTING, ATOMIC_MOVE);
    Files.move(second.certificate(), first.certificate(), REPLACE_EXISTING, ATOMIC_MOVE);

    await().atMost(20, SECONDS).ignoreExceptions().untilAsserted(() -> join(server, "north", with(token)));
    assertThat(store.agents().find("north")).isNotNull();
  }

  @Test void a_client_certificate_stands_for_the_agent_it_names() throws Exception {
    Authority authority = new Authority(folder, "authority");

    assertThat(registry.agent(Fingerprint.first(authority.agent("one", "north").certificate()))).isEqualTo("north");
    assertThat(registry.agent(Fingerprint.first(authority.agent("two", "no name").certificate()))).isNull();

    registry.note(List.of());
    assertThat(store.agents().find("north").credentialHash()).isEmpty();
    assertThat(registry.agent("")).isNull();
  }

  @Test void an_agent_with_a_client_certificate_needs_no_token() throws Exception {
    Authority authority = new Authority(folder, "authority");
    ServerAddress server = serveCertified(authority);

    connect(server, "north", with(null, authority.certificate(), authority.agent("mine", "north")));

    await().atMost(20, SECONDS).until(() -> told.contains("connected to " + server));
    registry.note(List.of());
    assertThat(store.agents().find("north")).isNotNull();
    assertThat(folder.resolve("north").resolve("credential.json")).doesNotExist();
  }

  @Test void the_certificate_of_another_agent_is_refused_with_its_name() throws Exception {
    Authority authority = new Authority(folder, "authority");
    ServerAddress server = serveCertified(authority);

    assertThatThrownBy(
        () -> connect(server, "south", with(null, authority.certificate(), authority.agent("other", "north"))).await())
        .isInstanceOf(AgentRefusedException.class)
        .hasMessageContainingAll("'north'", "'south'");
  }

  @Test void a_certificate_of_a_foreign_authority_gets_no_session() throws Exception {
    Authority authority = new Authority(folder, "authority");
    Authority foreign = new Authority(folder, "foreign");
    ServerAddress server = serveCertified(authority);

    assertThatThrownBy(() -> connect(server, "north",
        with(null, authority.certificate(), foreign.agent("foreign-north", "north"))).await())
        .isInstanceOf(AgentRefusedException.class)
        .hasMessageContainingAll("certificate", "--client-ca");
    registry.note(List.of());
    assertThat(told).noneMatch(text -> text.startsWith("connected"));
    assertThat(store.agents().find("north")).isNull();
  }

  private ServerAddress serveCertified(Authority authority) throws Exception {
    Authority.Signed host = authority.server("host", "127.0.0.1");
    return serve(ServerTls.of(host.certificate(), host.key(), authority.certificate()));
  }

  private ServingAgent connect(ServerAddress server, String name, DaemonConfig.RemoteAgent remote) throws Exception {
    DaemonConfig config = ConfigReader.read(folder, Map.of()).config().with(remote);
    ServingAgent agent = ServingAgent.open(config, name, List.of(server), folder.resolve(name), told::add, null);
    opened.add(agent);
    return agent;
  }

  @Test void plain_text_stays_on_this_machine() throws Exception {
    Path token = token();

    assertThatThrownBy(() -> join(new ServerAddress("192.0.2.1", 7789), "north", with(token)))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("plain text is allowed to 127.0.0.1 only");
  }

  @Test void while_the_database_is_down_those_known_are_still_let_in() throws Exception {
    join(serve(null), "north", with(token()));
    Credential credential = Credential.read(folder.resolve("north"));

    AgentRegistry cut = new AgentRegistry(new FailingAgents(store.agents()), clock);
    assertThat(cut.agent(credential.secret())).isEqualTo("north");
    assertThatThrownBy(() -> cut.agent("another")).as("one that may have joined elsewhere is not refused for good")
        .isInstanceOf(StoreException.class);
    cut.note(List.of());
    assertThat(cut.join("secret", "south", "mine")).isEqualTo(
        new io.tidemill.gateway.remote.AgentAuthenticator.Refused(
            "The database of the scheduler does not answer; try again later", true));
  }

  private void assertRefused(ServerAddress server, String name, DaemonConfig.RemoteAgent config, String... words) {
    assertThatThrownBy(() -> join(server, name, config)).isInstanceOf(AgentRefusedException.class)
        .hasMessageContainingAll(words);
  }
}
