package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.SchedulerAddress;
import io.tidemill.protocol.StopReason;
import io.tidemill.protocol.wire.Acknowledged;
import io.tidemill.protocol.wire.AskInventory;
import io.tidemill.protocol.wire.Elsewhere;
import io.tidemill.protocol.wire.HeartbeatAnswer;
import io.tidemill.protocol.wire.PredecessorLostNoted;
import io.tidemill.protocol.wire.Release;
import io.tidemill.protocol.wire.SchedulerFrame;
import io.tidemill.protocol.wire.Schedulers;
import io.tidemill.protocol.wire.Stop;
import io.tidemill.protocol.wire.Welcome;
import java.util.List;

/// Codec of messages of schedulers: bytes of frames.
public final class FromSchedulerCodec {
  private FromSchedulerCodec() {}

  /// The frames of a message: one, or parts.
  public static List<byte[]> encode(FromScheduler message) {
    return MessageChunks.split(wire(message).toByteArray(),
        part -> SchedulerFrame.newBuilder().setPart(part).build().toByteArray());
  }

  /// A reader for the frames of one session.
  ///
  /// @param maxBytes maximum size of a message in parts
  public static FrameReader<FromScheduler> reader(long maxBytes) {
    return new FrameReader<>(maxBytes) {
      @Override Content<FromScheduler> parse(byte[] frame) throws MalformedException {
        try {
          SchedulerFrame wire = SchedulerFrame.parseFrom(frame);
          return wire.hasPart() ? Content.part(wire.getPart()) : Content.message(message(wire));
        } catch (InvalidProtocolBufferException e) {
          throw new MalformedException("SchedulerFrame", e);
        }
      }
    };
  }

  private static SchedulerFrame wire(FromScheduler message) {
    SchedulerFrame.Builder frame = SchedulerFrame.newBuilder();
    switch (message) {
      case FromScheduler.Welcome(int protocol, long cutOffMillis, String node, boolean unnoted) -> frame.setWelcome(
          Welcome.newBuilder()
              .setProtocol(protocol)
              .setCutOffMillis(cutOffMillis)
              .setNode(node)
              .setUnnoted(unnoted));
      case FromScheduler.Schedulers(List<SchedulerAddress> all) -> frame.setSchedulers(
          Schedulers.newBuilder().addAllSchedulers(all.stream().map(FromSchedulerCodec::wire).toList()));
      case FromScheduler.Elsewhere(long batch, List<Integer> positions) ->
        frame.setElsewhere(Elsewhere.newBuilder().setBatch(batch).addAllPositions(positions));
      case FromScheduler.HeartbeatAnswer(long number, boolean unnoted) ->
        frame.setHeartbeat(HeartbeatAnswer.newBuilder().setNumber(number).setUnnoted(unnoted));
      case FromScheduler.Assign(List<Assignment> assignments) ->
        frame.setAssignments(AssignmentCodec.wire(assignments));
      case FromScheduler.Stop(AttemptKey key, StopReason reason) ->
        frame.setStop(Stop.newBuilder().setAttempt(IdentityCodec.wire(key)).setReason(wire(reason)));
      case FromScheduler.Release(List<AttemptKey> keys) ->
        frame.setRelease(Release.newBuilder().addAllAttempts(keys.stream().map(IdentityCodec::wire).toList()));
      case FromScheduler.Acknowledged(long batch) ->
        frame.setAcknowledged(Acknowledged.newBuilder().setBatch(batch));
      case FromScheduler.AskInventory(long question) ->
        frame.setAskInventory(AskInventory.newBuilder().setQuestion(question));
      case FromScheduler.PredecessorLostNoted(long incarnation) ->
        frame.setPredecessorLostNoted(PredecessorLostNoted.newBuilder().setIncarnation(incarnation));
    }
    return frame.build();
  }

  private static io.tidemill.protocol.wire.SchedulerAddress wire(SchedulerAddress address) {
    return io.tidemill.protocol.wire.SchedulerAddress.newBuilder()
        .setNode(address.node())
        .setHost(address.host())
        .setPort(address.port())
        .setFingerprint(address.fingerprint())
        .build();
  }

  private static SchedulerAddress address(io.tidemill.protocol.wire.SchedulerAddress wire) {
    return new SchedulerAddress(wire.getNode(), wire.getHost(), wire.getPort(), wire.getFingerprint());
  }

  private static io.tidemill.protocol.wire.StopReason wire(StopReason reason) {
    return switch (reason) {
      case CANCELLED -> io.tidemill.protocol.wire.StopReason.STOP_CANCELLED;
      case TIMED_OUT -> io.tidemill.protocol.wire.StopReason.STOP_TIMED_OUT;
    };
  }

  private static StopReason reason(io.tidemill.protocol.wire.StopReason wire) {
    return switch (wire) {
      case STOP_CANCELLED, UNRECOGNIZED -> StopReason.CANCELLED;
      case STOP_TIMED_OUT -> StopReason.TIMED_OUT;
    };
  }

  private static FromScheduler message(SchedulerFrame frame) throws MalformedException {
    return switch (frame.getBodyCase()) {
      case WELCOME -> new FromScheduler.Welcome(frame.getWelcome().getProtocol(), frame.getWelcome().getCutOffMillis(),
          frame.getWelcome().getNode(), frame.getWelcome().getUnnoted());
      case SCHEDULERS -> new FromScheduler.Schedulers(
          frame.getSchedulers().getSchedulersList().stream().map(FromSchedulerCodec::address).toList());
      case ELSEWHERE -> new FromScheduler.Elsewhere(frame.getElsewhere().getBatch(),
          frame.getElsewhere().getPositionsList());
      case HEARTBEAT -> new FromScheduler.HeartbeatAnswer(frame.getHeartbeat().getNumber(),
          frame.getHeartbeat().getUnnoted());
      case ASSIGNMENTS -> new FromScheduler.Assign(AssignmentCodec.assignments(frame.getAssignments()));
      case STOP -> new FromScheduler.Stop(IdentityCodec.key(frame.getStop().getAttempt()),
          reason(frame.getStop().getReason()));
      case RELEASE -> new FromScheduler.Release(
          frame.getRelease().getAttemptsList().stream().map(IdentityCodec::key).toList());
      case ACKNOWLEDGED -> new FromScheduler.Acknowledged(frame.getAcknowledged().getBatch());
      case ASK_INVENTORY -> new FromScheduler.AskInventory(frame.getAskInventory().getQuestion());
      case PREDECESSOR_LOST_NOTED ->
        new FromScheduler.PredecessorLostNoted(frame.getPredecessorLostNoted().getIncarnation());
      case PART, BODY_NOT_SET -> throw new MalformedException("Expected a message of a known kind, but found "
          + frame.getBodyCase() + "; the scheduler is newer");
    };
  }
}
