package io.tidemill.agent.remote;

import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.SchedulerAddress;
import io.tidemill.protocol.StopReason;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One scheduler of several, as its agent sees it: the link to it, and what it says, passed on together with who said it.
final class LinkedScheduler implements AgentLink, LinkListener {
  private final SchedulerDialers dialers;
  private final AgentLink agent;
  private final ReportRouter<RemoteLink> router;
  private final SchedulerLinks links;
  private final RemoteLink link;
  private volatile SchedulerAddress address;
  /// Set once it is closed for good: what it says no longer counts.
  private volatile boolean closed;

  /// @param agent told what this scheduler says
  LinkedScheduler(SchedulerAddress address, SchedulerDialers dialers, AgentLink agent, ReportRouter<RemoteLink> router,
      SchedulerLinks links, RemoteTimes times, LongSupplier clock, LinkGroup group) {
    this.address = address;
    this.dialers = dialers;
    this.agent = agent;
    this.router = router;
    this.links = links;
    link = new RemoteLink(new AddressDialer(), times, this, clock, group);
  }

  /// Dials wherever the scheduler is when a connection is needed.
  private final class AddressDialer implements Dialer {
    @Override public ManagedChannel dial() {
      return dialers.dialer(address).dial();
    }

    @Override public @Nullable CallCredentials credentials() {
      return dialers.dialer(address).credentials();
    }
  }

  RemoteLink link() {
    return link;
  }

  SchedulerAddress address() {
    return address;
  }

  /// Where it is dialled the next time.
  void address(SchedulerAddress other) {
    address = other;
  }

  /// Name of its process, empty where it is not known.
  String node() {
    String said = link.node();
    return said.isEmpty() ? address.node() : said;
  }

  boolean isClosed() {
    return closed;
  }

  /// Closes it for good. May wait a second for the scheduler to hear it.
  void close() {
    closed = true;
    link.disconnect();
  }

  @Override public void opened() {
    links.opened(this);
  }

  @Override public void interrupted(String why) {
    links.interrupted(this, why);
  }

  @Override public void refused(String why) {
    links.refused(this, why);
  }

  @Override public void schedulers(List<SchedulerAddress> all) {
    links.listed(all);
  }

  @Override public void assign(List<Assignment> assignments) {
    router.assigned(link, assignments);
    agent.assign(assignments);
  }

  @Override public void elsewhere(long batch, List<Integer> positions) {
    router.elsewhere(link, batch, positions);
  }

  @Override public void acknowledge(long batch) {
    router.acknowledged(link, batch);
  }

  @Override public void stop(AttemptKey key, StopReason reason) {
    agent.stop(key, reason);
  }

  @Override public void release(List<AttemptKey> keys) {
    agent.release(keys);
  }

  @Override public void cutOff() {
    agent.cutOff();
    links.cutOff();
  }

  @Override public String toString() {
    String node = node();
    return node.isEmpty() ? address.toString() : address + " (" + node + ")";
  }
}
