package io.tidemill.agent.remote;

import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.SchedulerAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The schedulers an agent is linked to. It begins with the addresses it was given, and goes on with those that schedulers name; when no
/// link is open it dials the given ones again too. A scheduler that no list names any more is left as soon as its session ends.
///
/// No process is linked twice, which it would not allow: where a given address leads to one that is linked already, the new session has
/// taken the place of the old one, and so does the link.
///
/// Safe for use by several threads. The agent and the router are called without its lock, which they may need for their answers.
final class SchedulerLinks {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulerLinks.class);
  /// Most schedulers of a list that are dialled.
  private static final int MOST = 64;
  /// When a scheduler that has refused the agent is dialled again while there are others.
  private static final Duration REFUSED_PAUSE = Duration.ofSeconds(30);

  private final List<SchedulerAddress> seeds;
  private final Factory factory;
  private final ReportRouter<RemoteLink> router;
  private final Delays delays;
  private final LinkListener listener;
  private final List<LinkedScheduler> all = new ArrayList<>();
  private final Set<LinkedScheduler> open = new LinkedHashSet<>();
  private final Set<Long> predecessorLost = new LinkedHashSet<>();
  private List<SchedulerAddress> listed = List.of();
  private @Nullable Introduction introduction;
  private boolean draining;
  private boolean closed;

  /// Makes links.
  interface Factory {
    LinkedScheduler link(SchedulerAddress address, SchedulerLinks links);
  }

  /// What the agent says of itself.
  record Introduction(AgentHello hello, Supplier<List<InventoryItem>> held, AgentLink agent) {}

  /// @param seeds addresses the agent was given
  /// @param listener told when the first session opens, the last one ends, and when nobody takes the agent
  SchedulerLinks(List<SchedulerAddress> seeds, Factory factory, ReportRouter<RemoteLink> router, Delays delays,
      LinkListener listener) {
    this.seeds = List.copyOf(seeds);
    this.factory = factory;
    this.router = router;
    this.delays = delays;
    this.listener = listener;
  }

  /// Dials the addresses that were given.
  synchronized void begin(Introduction said) {
    introduction = said;
    seeds.forEach(this::dial);
  }

  private void dial(SchedulerAddress address) {
    Introduction said = Objects.requireNonNull(introduction);
    LinkedScheduler scheduler = factory.link(address, this);
    all.add(scheduler);
    if (draining) {
      scheduler.link().draining();
    }
    predecessorLost.forEach(scheduler.link()::predecessorLost);
    scheduler.link().hello(said.hello(), said.held(), scheduler);
  }

  /// A session has opened.
  void opened(LinkedScheduler scheduler) {
    AgentLink agent;
    LinkedScheduler twin;
    synchronized (this) {
      if (closed || scheduler.isClosed()) {
        return;
      }
      agent = Objects.requireNonNull(introduction).agent();
      twin = twin(scheduler);
      open.add(scheduler);
      if (twin != null) {
        remove(twin);
      }
    }
    boolean first = router.opened(scheduler.link());
    if (twin != null) {
      leave(twin);
    }
    if (first) {
      agent.opened();
      listener.connected();
    } else {
      LOG.info("Connected to one more scheduler, {}", scheduler);
      agent.joined();
    }
  }

  /// Another link to the same process.
  private @Nullable LinkedScheduler twin(LinkedScheduler scheduler) {
    String node = scheduler.link().node();
    return node.isEmpty()
        ? null
        : all.stream().filter(each -> each != scheduler && each.node().equals(node)).findFirst().orElse(null);
  }

  /// Schedulers were named.
  void listed(List<SchedulerAddress> names) {
    List<LinkedScheduler> left;
    synchronized (this) {
      if (closed || names.isEmpty()) {
        return;
      }
      if (names.size() > MOST) {
        LOG.warn("Expected at most {} schedulers, but found {}; the rest is left out", MOST, names.size());
      }
      listed = names.stream().limit(MOST).toList();
      for (SchedulerAddress each : listed) {
        LinkedScheduler known = find(each);
        if (known == null) {
          LOG.info("There is a scheduler at {} ({})", each, each.node());
          dial(each);
        } else {
          known.address(each);
        }
      }
      left = all.stream().filter(each -> !open.contains(each) && !isListed(each)).toList();
      left.forEach(this::remove);
    }
    left.forEach(this::leave);
  }

  private @Nullable LinkedScheduler find(SchedulerAddress address) {
    LinkedScheduler there = null;
    for (LinkedScheduler each : all) {
      if (!address.node().isEmpty() && each.node().equals(address.node())) {
        return each;
      }
      if (each.address().isAt(address) && !open.contains(each)) {
        there = each;
      }
    }
    return there;
  }

  private boolean isListed(LinkedScheduler scheduler) {
    String node = scheduler.node();
    return listed.stream()
        .anyMatch(each -> !node.isEmpty() && each.node().equals(node) || each.isAt(scheduler.address()));
  }

  /// A session has ended, or could not begin.
  void interrupted(LinkedScheduler scheduler, String why) {
    boolean last = router.closed(scheduler.link());
    boolean none;
    LinkedScheduler left = null;
    synchronized (this) {
      open.remove(scheduler);
      none = open.isEmpty();
      if (closed || scheduler.isClosed()) {
        return;
      }
      if (none) {
        // Whoever is told of the schedulers by none of them asks where it was told to ask.
        seeds.stream().filter(seed -> all.stream().noneMatch(each -> dials(each, seed))).forEach(this::dial);
      } else if (!listed.isEmpty() && !isListed(scheduler)) {
        left = scheduler;
        remove(scheduler);
      }
    }
    if (left != null) {
      leave(left);
    }
    if (none) {
      listener.interrupted(why);
    } else if (last) {
      LOG.debug("The last session has ended while another one opened");
    }
  }

  private static boolean dials(LinkedScheduler scheduler, SchedulerAddress seed) {
    return scheduler.address().isAt(seed) && scheduler.address().fingerprint().equals(seed.fingerprint());
  }

  /// A scheduler does not take the agent. Where there are others that is its own trouble, and it is asked again later.
  void refused(LinkedScheduler scheduler, String why) {
    router.closed(scheduler.link());
    boolean alone;
    synchronized (this) {
      if (closed || scheduler.isClosed()) {
        return;
      }
      remove(scheduler);
      alone = all.isEmpty();
    }
    if (alone) {
      listener.refused(why);
    } else {
      LOG.warn("The scheduler {} refuses this agent, which goes on with the others and asks it again in {} s: {}",
          scheduler, REFUSED_PAUSE.toSeconds(), why);
      delays.after(() -> dialAgain(scheduler.address()), REFUSED_PAUSE);
    }
  }

  private synchronized void dialAgain(SchedulerAddress address) {
    boolean wanted = listed.isEmpty() ? seeds.contains(address) : listed.contains(address);
    if (!closed && wanted && find(address) == null) {
      dial(address);
    }
  }

  private void remove(LinkedScheduler scheduler) {
    all.remove(scheduler);
    open.remove(scheduler);
  }

  /// Closes a link that is removed.
  private void leave(LinkedScheduler scheduler) {
    router.closed(scheduler.link());
    Thread.ofVirtual().name("tidemill-agent-leave").start(scheduler::close);
  }

  /// Says whether the agent drains, also to schedulers that are linked later.
  synchronized void draining(boolean now) {
    draining = now;
    List.copyOf(all).forEach(each -> {
      if (now) {
        each.link().draining();
      } else {
        each.link().serving();
      }
    });
  }

  /// Says it to every scheduler, and to those that are linked later.
  synchronized void predecessorLost(long incarnation) {
    predecessorLost.add(incarnation);
    List.copyOf(all).forEach(each -> each.link().predecessorLost(incarnation));
  }

  /// No scheduler has answered for so long that no session counts any more: the first one that opens lets the agent go on.
  void cutOff() {
    links().forEach(each -> each.link().interrupt("No scheduler has answered"));
  }

  /// All links.
  synchronized List<LinkedScheduler> links() {
    return List.copyOf(all);
  }

  /// Ends all sessions.
  void close() {
    List<LinkedScheduler> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(all);
      all.clear();
      open.clear();
    }
    List<Thread> leaving = left.stream()
        .map(each -> Thread.ofVirtual().name("tidemill-agent-leave").start(each::close))
        .toList();
    for (Thread each : leaving) {
      try {
        each.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
