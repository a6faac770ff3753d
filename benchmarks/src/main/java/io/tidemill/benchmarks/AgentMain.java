package io.tidemill.benchmarks;

import io.tidemill.agent.AgentConfig;
import io.tidemill.agent.AgentProcess;
import io.tidemill.agent.remote.NettyDialer;
import io.tidemill.agent.remote.RemoteLink;
import io.tidemill.agent.remote.RemoteTimes;
import java.io.IOException;
import java.nio.file.Path;

/// The agent of [AgentJvm]: with journal and network, as in use.
public final class AgentMain {
  private AgentMain() {}

  /// @param args port of the scheduler, name of the agent, its work folder
  public static void main(String[] args) throws IOException, InterruptedException {
    String name = args[1];
    AgentProcess agent = AgentProcess.open(AgentConfig.of(name, Path.of(args[2])),
        _ -> Runtime.getRuntime().halt(70));
    Runtime.getRuntime().addShutdownHook(new Thread(agent::close));
    agent.start(new RemoteLink(new NettyDialer("127.0.0.1", Integer.parseInt(args[0]), null, name),
        RemoteTimes.DEFAULT, why -> {
          System.err.println(why);
          Runtime.getRuntime().halt(2);
        }));
    agent.await();
  }
}
