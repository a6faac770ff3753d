package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.graph.AssetMode;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.engine.decide.ResumePlan;
import io.tidemill.engine.fact.AssetEventRecorded;
import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.fact.MessageTaken;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.MessageReceived;
import io.tidemill.engine.input.PausePartition;
import io.tidemill.engine.input.PauseSchedules;
import io.tidemill.engine.input.RecordAssetEvent;
import io.tidemill.engine.input.ResumePartition;
import io.tidemill.engine.input.ResumeSchedules;
import io.tidemill.engine.message.AssetEventTold;
import io.tidemill.engine.message.AssetSubscribed;
import io.tidemill.engine.message.AssetUnsubscribed;
import io.tidemill.engine.message.AssetUpdated;
import io.tidemill.engine.reply.AssetEventAccepted;
import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.AssetEvents;
import io.tidemill.engine.state.EventSource;
import io.tidemill.engine.state.Links;
import io.tidemill.engine.state.Trigger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What assets tell the DAGs that run on them, and when these run.
class AssetsTest {
  private static final int DAG = TestPartition.DAG;
  private static final int SALES = 21;
  private static final int RATES = 22;
  private static final Map<String, Address> KNOWN = Map.of(Links.asset("sales"), new Address(SALES, 5),
      Links.asset("rates"), new Address(RATES, 6));
  private static final EventSource SOURCE = EventSource.task("load", 3, "write");

  private TestPartition partition = TestPartition.empty(dag(task("a")));

  @Test void a_dag_subscribes_to_the_assets_it_runs_on() {
    activate(all(), OverlapNode.DEFAULT);
    assertThat(sent()).containsExactlyInAnyOrder(new MessageSent(DAG, SALES, 5, 1, new AssetSubscribed(3)),
        new MessageSent(DAG, RATES, 6, 1, new AssetSubscribed(3)));
  }

  @Test void a_new_version_subscribes_to_what_is_new_and_leaves_what_is_gone() {
    activate(2, on(AssetMode.ANY, 0, 0, "sales"), OverlapNode.DEFAULT);
    partition.journal.clear();
    activate(3, on(AssetMode.ANY, 0, 0, "rates"), OverlapNode.DEFAULT);
    assertThat(sent()).containsExactly(new MessageSent(DAG, SALES, 5, 2, new AssetUnsubscribed()),
        new MessageSent(DAG, RATES, 6, 1, new AssetSubscribed(3)));
  }

  @Test void a_removed_dag_leaves_its_assets_and_forgets_their_events() {
    activate(all(), OverlapNode.DEFAULT);
    event(SALES, 1);
    partition.journal.clear();
    partition.tell(new ActivateVersion(DAG, "test", 0, List.of(), OverlapNode.DEFAULT, List.of(),
        new Links(3, Map.of(), null)));
    assertThat(sent()).extracting(MessageSent::message).containsOnly(new AssetUnsubscribed()).hasSize(2);
    event(SALES, 2);
    event(RATES, 1);
    assertThat(runs()).isEmpty();
  }

  @Test void all_runs_once_each_asset_has_an_event() {
    activate(all(), OverlapNode.DEFAULT);
    event(SALES, 1);
    assertThat(runs()).isEmpty();
    event(RATES, 7);
    assertThat(runs()).containsExactly("sales #1, rates #7");
    event(RATES, 8);
    assertThat(runs()).hasSize(1);
  }

  @Test void any_runs_at_the_first_event() {
    activate(on(AssetMode.ANY, 0, 0, "sales", "rates"), OverlapNode.DEFAULT);
    event(RATES, 4);
    assertThat(runs()).containsExactly("rates #4");
  }

  @Test void events_that_come_during_a_run_start_the_next_one_together() {
    activate(on(AssetMode.ANY, 0, 0, "sales", "rates"), OverlapNode.DEFAULT);
    event(SALES, 1);
    event(SALES, 2);
    event(RATES, 1);
    event(SALES, 3);
    assertThat(runs()).containsExactly("sales #1");
    partition.succeed("a");
    partition.pass(0);
    assertThat(runs()).containsExactly("sales #1", "sales #2 to #3, rates #1");
  }

  @Test void two_runs_may_go_beside_each_other_where_the_overlap_rule_allows() {
    activate(on(AssetMode.ANY, 0, 0, "sales"), new OverlapNode(OverlapPolicy.ALLOW, 2));
    event(SALES, 1);
    event(SALES, 2);
    event(SALES, 3);
    assertThat(runs()).containsExactly("sales #1", "sales #2");
  }

  @Test void a_newer_event_cancels_the_run_before_where_the_overlap_rule_says_so() {
    activate(on(AssetMode.ANY, 0, 0, "sales"), new OverlapNode(OverlapPolicy.CANCEL_OLD, 0));
    event(SALES, 1);
    event(SALES, 2);
    assertThat(partition.run().cancelRequested()).isTrue();
    partition.fail("a", TestPartition.failure(io.tidemill.engine.fact.Failure.Kind.CANCELLED));
    partition.pass(0);
    assertThat(runs()).containsExactly("sales #1", "sales #2");
  }

  @Test void an_asset_whose_event_is_too_old_waits_for_its_next_one() {
    activate(on(AssetMode.ALL, 60_000, 0, "sales", "rates"), OverlapNode.DEFAULT);
    event(SALES, 1);
    partition.now += 60_001;
    event(RATES, 1);
    assertThat(runs()).isEmpty();
    event(SALES, 2);
    assertThat(runs()).containsExactly("sales #1 to #2, rates #1");
  }

  @Test void events_gather_before_the_run() {
    activate(on(AssetMode.ANY, 0, 5_000, "sales"), OverlapNode.DEFAULT);
    event(SALES, 1);
    partition.pass(4_999);
    event(SALES, 2);
    assertThat(runs()).isEmpty();
    partition.pass(1);
    assertThat(runs()).containsExactly("sales #1 to #2");
  }

  @Test void events_of_a_paused_dag_start_one_run_when_it_goes_on() {
    activate(on(AssetMode.ANY, 0, 0, "sales"), OverlapNode.DEFAULT);
    partition.tell(new PauseSchedules(DAG, "me"));
    event(SALES, 1);
    event(SALES, 2);
    partition.pass(10_000);
    assertThat(runs()).isEmpty();
    partition.tell(new PausePartition("", "me"));
    assertThat(ResumePlan.ofGroup(partition.state, "", partition.now).get(DAG).events()).as("another pause lasts")
        .isEmpty();
    partition.tell(new ResumePartition("", "me"));
    ResumePlanned plan = (ResumePlanned) partition.tell(new ResumeSchedules(DAG, "me", true)).reply();
    assertThat(plan.events()).isEqualTo("sales #1 to #2");
    partition.pass(0);
    assertThat(runs()).containsExactly("sales #1 to #2");
  }

  @Test void a_run_is_told_where_its_events_come_from() {
    activate(on(AssetMode.ANY, 0, 0, "sales"), OverlapNode.DEFAULT);
    event(SALES, 1);
    Trigger trigger = partition.facts(RunCreated.class).getFirst().trigger();
    assertThat(trigger.kind()).isEqualTo("asset");
    assertThat(((Trigger.Assets) trigger).events()).containsExactly(
        new AssetEvents("sales", 1, 1, 1, partition.now, partition.now, SOURCE));
  }

  @Test void a_task_that_succeeds_updates_its_assets() {
    partition = TestPartition.empty(producing());
    activate(null, OverlapNode.DEFAULT);
    partition.create(null);
    partition.succeed("a");
    assertThat(sent()).containsExactly(
        new MessageSent(DAG, SALES, 5, 1, new AssetUpdated(EventSource.task("test", 1, "a"))));
  }

  @Test void a_task_that_fails_updates_nothing() {
    partition = TestPartition.empty(producing());
    activate(null, OverlapNode.DEFAULT);
    partition.create(null);
    partition.fail("a", TestPartition.permanent());
    assertThat(sent()).isEmpty();
  }

  @Test void a_task_that_is_run_again_updates_its_assets_again() {
    partition = TestPartition.empty(producing());
    activate(null, OverlapNode.DEFAULT);
    partition.create(null);
    partition.succeed("a");
    partition.rerun("a");
    partition.succeed("a");
    assertThat(sent()).extracting(MessageSent::n).containsExactly(1L, 2L);
  }

  @Test void a_sharded_task_updates_its_assets_once_when_all_shards_are_over() {
    partition = TestPartition.empty(dag(TaskSpec.sharded("s").produces("sales")));
    activate(null, OverlapNode.DEFAULT);
    partition.create(null);
    partition.expand("s", 2);
    partition.succeed("s", 0);
    assertThat(sent()).isEmpty();
    partition.succeed("s", 1);
    assertThat(sent()).hasSize(1);
  }

  @Test void an_asset_tells_each_subscriber_each_event() {
    partition.tell(new MessageReceived(SALES, 31, 1, new AssetSubscribed(8)));
    partition.tell(new MessageReceived(SALES, 32, 1, new AssetSubscribed(9)));
    partition.tell(new MessageReceived(SALES, 40, 1, new AssetUpdated(SOURCE)));
    assertThat(partition.facts(AssetEventRecorded.class)).containsExactly(new AssetEventRecorded(SALES, 1, SOURCE));
    assertThat(sent()).containsExactly(
        new MessageSent(SALES, 31, 8, 1, new AssetEventTold(1, partition.now, SOURCE)),
        new MessageSent(SALES, 32, 9, 1, new AssetEventTold(1, partition.now, SOURCE)));
    partition.tell(new MessageReceived(SALES, 31, 2, new AssetUnsubscribed()));
    partition.tell(new MessageReceived(SALES, 40, 2, new AssetUpdated(SOURCE)));
    assertThat(sent()).extracting(MessageSent::receiver).containsExactly(31, 32, 32);
  }

  @Test void an_event_from_outside_is_recorded_once_however_often_it_is_sent() {
    partition.tell(new MessageReceived(SALES, 31, 1, new AssetSubscribed(8)));
    CommandReceived event = new CommandReceived("one", new RecordAssetEvent(SALES, "alice", "by mail"));
    assertThat(partition.tell(event).reply()).isEqualTo(new AssetEventAccepted(1, 1));
    assertThat(partition.tell(event).reply()).isEqualTo(new AssetEventAccepted(1, 1));
    assertThat(partition.facts(AssetEventRecorded.class))
        .containsExactly(new AssetEventRecorded(SALES, 1, new EventSource("", "alice", "by mail")));
  }

  @Test void a_message_is_taken_once_and_not_before_the_one_before_it() {
    partition.tell(new MessageReceived(SALES, 40, 2, new AssetUpdated(SOURCE)));
    assertThat(partition.facts(MessageTaken.class)).isEmpty();
    partition.tell(new MessageReceived(SALES, 40, 1, new AssetUpdated(SOURCE)));
    partition.tell(new MessageReceived(SALES, 40, 1, new AssetUpdated(SOURCE)));
    partition.tell(new MessageReceived(SALES, 40, 2, new AssetUpdated(SOURCE)));
    assertThat(partition.facts(MessageTaken.class)).extracting(MessageTaken::n).containsExactly(1L, 2L);
  }

  @Test void what_a_dag_knows_of_assets_survives_a_snapshot() {
    activate(all(), OverlapNode.DEFAULT);
    event(SALES, 1);
    partition.tell(new MessageReceived(RATES, 31, 1, new AssetSubscribed(8)));
    partition.tell(new MessageReceived(RATES, 40, 1, new AssetUpdated(SOURCE)));
    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
  }

  private static Graph producing() {
    return dag(task("a").produces("sales"));
  }

  private static OnAssetsNode all() {
    return on(AssetMode.ALL, 0, 0, "sales", "rates");
  }

  private static OnAssetsNode on(AssetMode mode, long within, long gather, String... assets) {
    return new OnAssetsNode(mode, List.of(assets), within, gather, "");
  }

  private void activate(OnAssetsNode on, OverlapNode overlap) {
    activate(2, on, overlap);
  }

  private void activate(int version, OnAssetsNode on, OverlapNode overlap) {
    partition.tell(
        new ActivateVersion(DAG, "test", version, List.of(), overlap, List.of(), new Links(3, KNOWN, on)));
  }

  private void event(int asset, long number) {
    long n = partition.state.dag(DAG).links().messages().taken(asset) + 1;
    partition.tell(new MessageReceived(DAG, asset, n, new AssetEventTold(number, partition.now, SOURCE)));
  }

  private List<MessageSent> sent() {
    return partition.facts(MessageSent.class);
  }

  private List<String> runs() {
    return partition.facts(RunCreated.class)
        .stream()
        .map(RunCreated::trigger)
        .filter(Trigger.Assets.class::isInstance)
        .map(Trigger::origin)
        .toList();
  }
}
