package io.tidemill.gateway;

import io.tidemill.protocol.SchedulerAddress;
import java.util.List;

/// The schedulers of a cluster that serve agents. Asked about once a second, and by threads that must not wait: answers from memory. Safe
/// for use by several threads.
public interface SchedulerDirectory {
  /// Of a scheduler that is the only one.
  SchedulerDirectory ALONE = new SchedulerDirectory() {
    @Override public String self() {
      return "";
    }

    @Override public List<SchedulerAddress> schedulers() {
      return List.of();
    }
  };

  /// Name of this process, another for each start; empty where there is never another scheduler.
  String self();

  /// Where all schedulers that live listen for agents, this one included, in any order. With fewer than two this scheduler keeps what it
  /// cannot take, since there is nobody to send agents to.
  List<SchedulerAddress> schedulers();

  /// Whether there may be several, at some time if not now: one that is left alone owns what others had, whose agents it may never have heard.
  default boolean isShared() {
    return !self().isEmpty();
  }

  /// Whether there are several.
  default boolean several() {
    return schedulers().size() > 1;
  }
}
