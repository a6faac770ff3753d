package io.tidemill.protocol.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.wire.AgentFrame;
import io.tidemill.protocol.wire.Begun;
import io.tidemill.protocol.wire.Disconnect;
import io.tidemill.protocol.wire.Draining;
import io.tidemill.protocol.wire.Heartbeat;
import io.tidemill.protocol.wire.Hello;
import io.tidemill.protocol.wire.Inventory;
import io.tidemill.protocol.wire.PredecessorLost;
import io.tidemill.protocol.wire.Progress;
import io.tidemill.protocol.wire.ReportBatch;
import io.tidemill.protocol.wire.Serving;
import java.util.ArrayList;
import java.util.List;

/// Codec of messages of agents: bytes of frames.
public final class FromAgentCodec {
  private FromAgentCodec() {}

  /// The frames of a message: one, or parts.
  public static List<byte[]> encode(FromAgent message) {
    return MessageChunks.split(wire(message).toByteArray(),
        part -> AgentFrame.newBuilder().setPart(part).build().toByteArray());
  }

  /// A reader for the frames of one session.
  ///
  /// @param maxBytes maximum size of a message in parts
  public static FrameReader<FromAgent> reader(long maxBytes) {
    return new FrameReader<>(maxBytes) {
      @Override Content<FromAgent> parse(byte[] frame) throws MalformedException {
        try {
          AgentFrame wire = AgentFrame.parseFrom(frame);
          return wire.hasPart() ? Content.part(wire.getPart()) : Content.message(message(wire));
        } catch (InvalidProtocolBufferException e) {
          throw new MalformedException("AgentFrame", e);
        }
      }
    };
  }

  private static AgentFrame wire(FromAgent message) {
    AgentFrame.Builder frame = AgentFrame.newBuilder();
    switch (message) {
      case FromAgent.Hello hello -> frame.setHello(wire(hello));
      case FromAgent.Heartbeat(long number, long clock) ->
        frame.setHeartbeat(Heartbeat.newBuilder().setNumber(number).setClock(clock));
      case FromAgent.Reports(long batch, List<Report> reports) -> {
        ReportBatch.Builder wire = ReportBatch.newBuilder().setBatch(batch);
        for (Report report : reports) {
          wire.addReports(ReportMessages.wire(report));
        }
        frame.setReports(wire);
      }
      case FromAgent.PredecessorLost(long incarnation) ->
        frame.setPredecessorLost(PredecessorLost.newBuilder().setIncarnation(incarnation));
      case FromAgent.Draining() -> frame.setDraining(Draining.getDefaultInstance());
      case FromAgent.Serving() -> frame.setServing(Serving.getDefaultInstance());
      case FromAgent.Progress progress -> frame.setProgress(Progress.newBuilder()
          .setAttempt(IdentityCodec.wire(progress.key()))
          .setShard(progress.shard())
          .setDone(progress.done())
          .setTotal(progress.total()));
      case FromAgent.Inventory(long question, List<io.tidemill.protocol.InventoryItem> held) ->
        frame.setInventory(Inventory.newBuilder().setQuestion(question).addAllHeld(IdentityCodec.wire(held)));
      case FromAgent.Disconnect() -> frame.setDisconnect(Disconnect.getDefaultInstance());
    }
    return frame.build();
  }

  private static Hello wire(FromAgent.Hello message) {
    AgentHello hello = message.hello();
    List<AgentHello.Begun> begun = hello.begun();
    List<Begun> wires = new ArrayList<>();
    if (begun != null) {
      begun.forEach(each -> wires.add(Begun.newBuilder().setNonce(each.nonce()).setShard(each.shard()).build()));
    }
    return Hello.newBuilder()
        .setProtocol(message.protocol())
        .setName(hello.name())
        .setIncarnation(hello.incarnation())
        .setPrevious(hello.previous())
        .addAllEarlier(hello.earlier())
        .addAllBegun(wires)
        .setKnowsBegun(begun != null)
        .setSlots(hello.slots())
        .setPrefetch(hello.prefetch())
        .addAllLabels(hello.labels())
        .addAllQueues(hello.queues())
        .addAllHeld(IdentityCodec.wire(message.held()))
        .setFirst(message.first())
        .setClock(message.clock())
        .setSeveralSchedulers(message.severalSchedulers())
        .build();
  }

  private static FromAgent message(AgentFrame frame) throws MalformedException {
    return switch (frame.getBodyCase()) {
      case HELLO -> hello(frame.getHello());
      case HEARTBEAT ->
        new FromAgent.Heartbeat(frame.getHeartbeat().getNumber(), frame.getHeartbeat().getClock());
      case REPORTS -> {
        List<Report> reports = new ArrayList<>(frame.getReports().getReportsCount());
        for (io.tidemill.protocol.wire.Report report : frame.getReports().getReportsList()) {
          reports.add(ReportMessages.report(report));
        }
        yield new FromAgent.Reports(frame.getReports().getBatch(), reports);
      }
      case PREDECESSOR_LOST -> new FromAgent.PredecessorLost(frame.getPredecessorLost().getIncarnation());
      case DRAINING -> new FromAgent.Draining();
      case SERVING -> new FromAgent.Serving();
      case PROGRESS -> {
        Progress wire = frame.getProgress();
        yield new FromAgent.Progress(IdentityCodec.key(wire.getAttempt()), wire.getShard(), wire.getDone(),
            wire.getTotal());
      }
      case INVENTORY -> new FromAgent.Inventory(frame.getInventory().getQuestion(),
          IdentityCodec.held(frame.getInventory().getHeldList()));
      case DISCONNECT -> new FromAgent.Disconnect();
      case PART, BODY_NOT_SET -> throw new MalformedException("Expected a message of a known kind, but found "
          + frame.getBodyCase() + "; the agent is newer");
    };
  }

  private static FromAgent hello(Hello wire) throws MalformedException {
    if (wire.getSlots() < 1 || wire.getPrefetch() < 0) {
      throw new MalformedException("Expected at least 1 slot and a prefetch of at least 0, but found " + wire.getSlots()
          + " and " + wire.getPrefetch());
    }
    AgentHello hello = new AgentHello(wire.getName(), wire.getIncarnation(), wire.getSlots(), wire.getPrefetch(),
        wire.getLabelsList(), wire.getQueuesList(), wire.getPrevious(), wire.getEarlierList(),
        wire.getKnowsBegun()
            ? wire.getBegunList().stream().map(each -> new AgentHello.Begun(each.getNonce(), each.getShard())).toList()
            : null);
    return new FromAgent.Hello(wire.getProtocol(), hello, IdentityCodec.held(wire.getHeldList()), wire.getFirst(),
        wire.getClock(), wire.getSeveralSchedulers());
  }
}
