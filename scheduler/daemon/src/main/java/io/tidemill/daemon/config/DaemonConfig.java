package io.tidemill.daemon.config;

import io.tidemill.agent.AgentLimits;
import io.tidemill.agent.bundle.BundleLimits;
import io.tidemill.agent.isolate.Isolation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The configuration of a Tidemill process.
public record DaemonConfig(Database database, Agent agent, Scheduler scheduler, Http http, Agents agents,
    RemoteAgent remoteAgent, Cluster cluster) {
  /// The same with other agents.
  public DaemonConfig with(Agents others) {
    return new DaemonConfig(database, agent, scheduler, http, others, remoteAgent, cluster);
  }

  /// The same with another agent of a process of its own.
  public DaemonConfig with(RemoteAgent other) {
    return new DaemonConfig(database, agent, scheduler, http, agents, other, cluster);
  }

  /// The same with another API.
  public DaemonConfig with(Http other) {
    return new DaemonConfig(database, agent, scheduler, other, agents, remoteAgent, cluster);
  }

  /// The same with another agent of this process.
  public DaemonConfig with(Agent other) {
    return new DaemonConfig(database, other, scheduler, http, agents, remoteAgent, cluster);
  }

  /// The database.
  ///
  /// @param url JDBC URL of a PostgreSQL database; empty: an H2 file in the data directory
  /// @param user role of the PostgreSQL database
  /// @param password its password, empty where the server asks for none
  public record Database(String url, String user, String password) {
    /// Whether the database is the file in the data directory.
    public boolean embedded() {
      return url.isEmpty();
    }

    /// The address as it may be shown.
    public String address() {
      return withoutSecrets(url);
    }

    /// An address with asterisks for the secrets people put into it.
    static String withoutSecrets(String url) {
      return url.replaceAll("(?i)([?&;](?:ssl)?password=)[^&;]*", "$1********")
          .replaceAll("//([^/@:?]*):[^/?]*@", "//$1:********@");
    }

    @Override public String toString() {
      return "Database[url=" + address() + ", user=" + user + "]";
    }
  }

  /// The agent of this process, whether it serves the scheduler of this process or one elsewhere.
  ///
  /// @param slots attempts that run at a time
  /// @param isolatedSlots attempts of isolated tasks that run at a time
  /// @param isolatedHeap maximum heap of each process of an isolated task, in MiB
  /// @param isolatedEnvironment names of further variables of the environment that such a process gets
  /// @param bundleCache maximum size of the prepared bundles on disk, in MiB
  /// @param stopGrace time a body has to end after its interrupt before its log shows where it hangs
  /// @param haltAfter time after the interrupt at which the process ends for a body that still runs; not less than `stopGrace`
  public record Agent(int slots, int isolatedSlots, int isolatedHeap, List<String> isolatedEnvironment, int bundleCache,
      Duration stopGrace, Duration haltAfter) {
    /// Limits of the processes of isolated tasks.
    public Isolation isolation() {
      return Isolation.plain()
          .withSlots(isolatedSlots)
          .withHeapMegabytes(isolatedHeap)
          .withEnvironment(isolatedEnvironment);
    }

    /// Limits of the agent.
    public AgentLimits limits() {
      return AgentLimits.DEFAULT.withStop(stopGrace, haltAfter)
          .withFiles(BundleLimits.DEFAULT.withKeptBytes((long) bundleCache << 20));
    }

    /// The same with another number of slots.
    public Agent withSlots(int number) {
      return new Agent(number, isolatedSlots, isolatedHeap, isolatedEnvironment, bundleCache, stopGrace, haltAfter);
    }

    /// The same with another number of slots for isolated tasks.
    public Agent withIsolatedSlots(int number) {
      return new Agent(slots, number, isolatedHeap, isolatedEnvironment, bundleCache, stopGrace, haltAfter);
    }
  }

  /// The scheduler of this process.
  ///
  /// @param threads threads for the partitions
  /// @param projectionRest pause between two writes of the query tables
  public record Scheduler(int threads, Duration projectionRest) {}

  /// The API of `dev` and `server`.
  ///
  /// @param port port on 127.0.0.1; 0: any free one
  /// @param https where `server` serves it to other machines
  public record Http(int port, Https https) {}

  /// API and console over TLS.
  ///
  /// @param host address to listen at, empty: none
  /// @param port port to listen at; 0: any free one
  /// @param certificate file of the certificate, null: that of the listener for agents, or a generated one
  /// @param key file of its private key
  public record Https(String host, int port, @Nullable Path certificate, @Nullable Path key) {
    /// Whether it is served.
    public boolean on() {
      return !host.isEmpty();
    }
  }

  /// Where `server` meets the other schedulers of a PostgreSQL database.
  ///
  /// @param host address to listen at; empty: the one from which this machine reaches the database
  /// @param port port for their calls; 0: any free one
  /// @param gridPort port for their Hazelcast members; 0: any free one
  public record Cluster(String host, int port, int gridPort) {}

  /// The listener of `server` for agents of other processes.
  ///
  /// @param host address to listen at
  /// @param port port to listen at; 0: any free one
  /// @param certificate file of the certificate, null: one is generated where needed
  /// @param key file of its private key
  /// @param clientAuthority file of the authority whose certificates agents may present, null: none
  /// @param cutOffAfter silence after which an agent stops its work
  /// @param lostAfter silence after which its work is assigned to others
  public record Agents(String host, int port, @Nullable Path certificate, @Nullable Path key,
      @Nullable Path clientAuthority, Duration cutOffAfter, Duration lostAfter) {}

  /// An agent in a process of its own.
  ///
  /// @param server `HOST:PORT`, empty if not set
  /// @param tokenFile file with the join token, null if not set
  /// @param name empty: the name of the host
  /// @param work its work folder, null: in the data directory
  /// @param authority file of the authority that signs the server's certificate, null: none
  /// @param certificate file of its own certificate, null: none
  /// @param key file of its private key
  /// @param drain time running tasks have to end when it is asked to stop
  public record RemoteAgent(String server, @Nullable Path tokenFile, String name, @Nullable Path work,
      List<String> labels, List<String> queues, @Nullable Path authority,
      @Nullable Path certificate, @Nullable Path key, Duration drain) {}
}
