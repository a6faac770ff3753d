package io.tidemill.engine.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The shards of one task instance, packed: some bytes a shard, no object.
public final class ShardTable {
  /// Most agents of which a table remembers what they ran.
  static final int AGENTS = 255;

  private final byte[] states;
  private final short[] attempts;
  private final short[] failures;
  private byte @Nullable [] losses;
  private final long[] assigned;
  private final int[] counts = new int[ShardState.values().length];
  private final Map<Long, ShardAssignment> assignments = new LinkedHashMap<>();
  private final TreeMap<Long, List<Integer>> due = new TreeMap<>();
  private final List<ShardBlock> blocks = new ArrayList<>();
  private final @Nullable Value keys;
  private final @Nullable Value elements;
  private final List<Long> agents = new ArrayList<>(0);
  private byte @Nullable [] ranOn;
  private int @Nullable [] ranMillis;
  private int @Nullable [] blockOf;
  private int blocksIndexed;
  private int firstReady;
  private boolean queued;
  private int retriesUsed;
  private int @Nullable [] order;

  /// A table of shards that are all in one state.
  ///
  /// @param keys packed keys, null only where there are no shards
  /// @param elements packed elements, null where the task is aligned or there are no shards
  public ShardTable(int count, ShardState state, @Nullable Value keys, @Nullable Value elements) {
    states = new byte[count];
    attempts = new short[count];
    failures = new short[count];
    assigned = new long[count];
    Arrays.fill(states, (byte) state.ordinal());
    counts[state.ordinal()] = count;
    this.keys = keys;
    this.elements = elements;
  }

  /// The table of a task that was expanded anew. A shard is named by its key, so each keeps its index and the numbers of its
  /// attempts; those whose keys are gone are [ShardState#OMITTED], new ones stand behind.
  ///
  /// @param before the table before
  /// @param first state of the shards that run
  /// @param order indexes of the shards that there are now, in the order of the expansion
  /// @param kept those of them that keep their results
  public static ShardTable following(ShardTable before, int count, ShardState first, @Nullable Value keys,
      @Nullable Value elements, int[] order, int[] kept) {
    ShardTable table = new ShardTable(count, ShardState.OMITTED, keys, elements);
    System.arraycopy(before.attempts, 0, table.attempts, 0, Math.min(count, before.size()));
    for (int shard : order) {
      table.set(shard, first);
    }
    for (int shard : kept) {
      table.set(shard, ShardState.SUCCESS);
    }
    table.blocks.addAll(before.blocks);
    table.agents.addAll(before.agents);
    table.ranOn = before.ranOn == null ? null : Arrays.copyOf(before.ranOn, count);
    table.ranMillis = before.ranMillis == null ? null : Arrays.copyOf(before.ranMillis, count);
    table.order = order.clone();
    return table;
  }

  /// Number of shards, those that are [ShardState#OMITTED] included.
  public int size() {
    return states.length;
  }

  /// Number of shards that there are since the last expansion.
  public int live() {
    return states.length - count(ShardState.OMITTED);
  }

  /// Indexes of the shards that there are, in the order of the expansion; null: all in the order of their indexes.
  public int @Nullable [] order() {
    return order;
  }

  /// Sets the order, as a snapshot remembers it.
  public void restoreOrder(int[] indexes) {
    order = indexes;
  }

  /// State of a shard.
  public ShardState state(int shard) {
    return ShardState.of(states[shard]);
  }

  /// Shards in a state.
  public int count(ShardState state) {
    return counts[state.ordinal()];
  }

  /// Shards that are over.
  public int terminal() {
    int terminal = 0;
    for (int i = ShardState.SUCCESS.ordinal(); i < counts.length; i++) {
      terminal += counts[i];
    }
    return terminal;
  }

  /// Number of the latest attempt of a shard, 0 before the first.
  public int attempt(int shard) {
    return attempts[shard];
  }

  /// Greatest number of an attempt of any shard.
  public int lastAttempt() {
    int last = 0;
    for (short attempt : attempts) {
      last = Math.max(last, attempt);
    }
    return last;
  }

  /// Numbers the attempts of all shards on from those of an earlier table. Called before the first one.
  public void continueAfter(int attempt) {
    Arrays.fill(attempts, (short) attempt);
  }

  /// Attempts of a shard that used up the user's retry budget.
  public int failures(int shard) {
    return failures[shard];
  }

  /// Attempts of a shard whose agent went away.
  public int losses(int shard) {
    return losses == null ? 0 : losses[shard];
  }

  /// Retries of all shards so far.
  public int retriesUsed() {
    return retriesUsed;
  }

  /// Nonce of the assignment a shard belongs to, 0 for none.
  public long nonce(int shard) {
    return assigned[shard];
  }

  /// Packed keys of all shards.
  public @Nullable Value keys() {
    return keys;
  }

  /// Packed elements of all shards.
  public @Nullable Value elements() {
    return elements;
  }

  /// Results so far. Where a shard stands in several blocks, the last counts.
  public List<ShardBlock> blocks() {
    return blocks;
  }

  /// Notes in which blocks the results of consecutive shards are.
  ///
  /// @param first the first shard
  /// @param end one behind the last
  /// @param into takes the indexes of the blocks
  public void findBlocks(int first, int end, BitSet into) {
    int[] index = blockIndex();
    for (int shard = first; shard < end; shard++) {
      if (index[shard] > 0) {
        into.set(index[shard] - 1);
      }
    }
  }

  /// For each shard the block that counts, numbered from 1, 0 for none.
  private int[] blockIndex() {
    int[] index = blockOf == null ? new int[states.length] : blockOf;
    blockOf = index;
    while (blocksIndexed < blocks.size()) {
      ShardBlock block = blocks.get(blocksIndexed++);
      for (int shard : block.indexes()) {
        if (shard >= 0) {
          index[shard] = blocksIndexed;
        }
      }
    }
    return index;
  }

  /// Assignments with shards that have not ended, the oldest first.
  public Map<Long, ShardAssignment> assignments() {
    return assignments;
  }

  /// Times of due retries with their shards, ascending.
  public TreeMap<Long, List<Integer>> due() {
    return due;
  }

  /// The first ready shard at or after an index, -1 for none.
  public int nextReady(int from) {
    if (counts[ShardState.READY.ordinal()] == 0) {
      return -1;
    }
    int shard = Math.max(from, firstReady);
    while (shard < states.length && states[shard] != ShardState.READY.ordinal()) {
      shard++;
    }
    if (from <= firstReady) {
      firstReady = shard;
    }
    return shard == states.length ? -1 : shard;
  }

  /// Puts a shard into a state other than ASSIGNED. An assignment whose last shard leaves it is forgotten.
  ///
  /// @return that assignment, null if there is none
  public @Nullable ShardAssignment move(int shard, ShardState state) {
    ShardAssignment over = null;
    if (states[shard] == ShardState.ASSIGNED.ordinal()) {
      ShardAssignment assignment = assignments.get(assigned[shard]);
      if (assignment != null && --assignment.open == 0) {
        over = assignments.remove(assignment.nonce());
      }
    }
    assigned[shard] = 0;
    set(shard, state);
    return over;
  }

  private void set(int shard, ShardState state) {
    counts[states[shard]]--;
    states[shard] = (byte) state.ordinal();
    counts[state.ordinal()]++;
    if (state == ShardState.READY) {
      firstReady = Math.min(firstReady, shard);
    }
  }

  /// Starts the next attempt of a shard under an assignment.
  public void assign(int shard, ShardAssignment assignment) {
    attempts[shard]++;
    join(shard, assignment);
  }

  private void join(int shard, ShardAssignment assignment) {
    set(shard, ShardState.ASSIGNED);
    assigned[shard] = assignment.nonce();
    assignment.open++;
    assignments.put(assignment.nonce(), assignment);
  }

  /// Notes which agent shards ran on last. Of more than [#AGENTS] agents only the first are known.
  public void ranOn(int[] shards, long agent) {
    int index = agents.indexOf(agent);
    if (index < 0 && agents.size() < AGENTS) {
      index = agents.size();
      agents.add(agent);
    }
    byte[] ran = ranOn == null ? new byte[states.length] : ranOn;
    ranOn = ran;
    for (int shard : shards) {
      if (shard >= 0) {
        ran[shard] = (byte) (index + 1);
      }
    }
  }

  /// Agents that shards ran on, by the number under which they are noted.
  public List<Long> agents() {
    return Collections.unmodifiableList(agents);
  }

  /// Sets the agents that shards ran on, as a snapshot remembers them.
  public void restoreAgents(List<Long> known) {
    agents.addAll(known);
  }

  /// Sets which of the agents a shard ran on, as a snapshot remembers it.
  ///
  /// @param place its place in [#agents] from 1 as a byte, 0 where it is not known
  public void restoreRanOn(int shard, byte place) {
    byte[] ran = ranOn == null ? new byte[states.length] : ranOn;
    ranOn = ran;
    ran[shard] = place;
  }

  /// Notes how long the last attempt of a shard ran.
  public void ran(int shard, int millis) {
    int[] ran = ranMillis == null ? new int[states.length] : ranMillis;
    ranMillis = ran;
    ran[shard] = millis + 1;
  }

  /// How long the last attempt of a shard ran that has ended, in milliseconds, -1 if it is not known.
  public int ranMillis(int shard) {
    return ranMillis == null ? -1 : ranMillis[shard] - 1;
  }

  /// Incarnation of the agent that a shard ran on last, 0 if it is not known.
  public long ranOn(int shard) {
    int index = ranOn == null ? 0 : ranOn[shard] & 0xff;
    return index == 0 ? 0 : agents.get(index - 1);
  }

  /// Counts a failure of a shard against its budget.
  public void countFailure(int shard) {
    failures[shard] = (short) Math.min(Short.MAX_VALUE, failures[shard] + 1);
  }

  /// Counts an attempt of a shard whose agent went away.
  public void countLoss(int shard) {
    restoreLosses(shard, Math.min(Byte.MAX_VALUE, losses(shard) + 1));
  }

  /// Sets the attempts of a shard whose agent went away, as a snapshot remembers them.
  public void restoreLosses(int shard, int lost) {
    if (losses == null) {
      losses = new byte[states.length];
    }
    losses[shard] = (byte) lost;
  }

  /// Lets a shard wait for its next attempt, and counts it against the budget of all shards.
  ///
  /// @return the assignment whose last shard it was, null if it was not
  public @Nullable ShardAssignment retry(int shard, long dueAt) {
    retriesUsed++;
    due.computeIfAbsent(dueAt, at -> new ArrayList<>()).add(shard);
    return move(shard, ShardState.RETRY_WAIT);
  }

  /// Forgets times up to an instant whose shards all went on, and all times once no shard waits for one.
  public void dropDue(long until) {
    if (counts[ShardState.RETRY_WAIT.ordinal()] == 0) {
      due.clear();
      return;
    }
    due.headMap(until, true).values().removeIf(shards -> shards.stream().noneMatch(this::waitsForRetry));
  }

  private boolean waitsForRetry(int shard) {
    return states[shard] == ShardState.RETRY_WAIT.ordinal();
  }

  /// The next time of a due retry, [Deadlines#NEVER] for none.
  public long nextDue() {
    return due.isEmpty() ? Deadlines.NEVER : due.firstKey();
  }

  /// Sets all of a shard, as a snapshot remembers it.
  ///
  /// @param assignment what it belongs to where its state is ASSIGNED, else null
  public void restore(int shard, ShardState state, int attempt, int failed, @Nullable ShardAssignment assignment) {
    attempts[shard] = (short) attempt;
    failures[shard] = (short) failed;
    if (assignment == null) {
      set(shard, state);
    } else {
      join(shard, assignment);
    }
  }

  /// Sets the retries used so far, as a snapshot remembers them.
  public void restoreRetriesUsed(int used) {
    retriesUsed = used;
  }

  /// Gives a shard its attempts anew, for a rerun.
  ///
  /// @param state READY, or WAITING where the shard of the task before must run first
  public void reopen(int shard, ShardState state) {
    failures[shard] = 0;
    if (losses != null) {
      losses[shard] = 0;
    }
    move(shard, state);
  }

  /// Notes whether the task stands in the ready queue, so that it stands there once.
  ///
  /// @return what was noted before
  public boolean queued(boolean now) {
    boolean before = queued;
    queued = now;
    return before;
  }
}
