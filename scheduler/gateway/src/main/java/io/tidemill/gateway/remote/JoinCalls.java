package io.tidemill.gateway.remote;

import io.grpc.Status;
import io.grpc.stub.ServerCalls.UnaryMethod;
import io.grpc.stub.StreamObserver;
import io.tidemill.protocol.remote.JoinAnswer;
import io.tidemill.protocol.remote.JoinRequest;
import io.tidemill.protocol.remote.MalformedException;
import io.tidemill.runtime.RepeatedWarning;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Exchanges join tokens for credentials.
///
/// @param admission who may join
/// @param threads for work that may wait for the database
record JoinCalls(AgentAuthenticator admission, Executor threads, RepeatedWarning refusals)
    implements UnaryMethod<byte[], byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(JoinCalls.class);

  JoinCalls(AgentAuthenticator admission, Executor threads) {
    this(admission, threads, new RepeatedWarning(LOG));
  }

  @Override public void invoke(byte[] bytes, StreamObserver<byte[]> caller) {
    JoinRequest request;
    try {
      request = JoinRequest.decode(bytes);
    } catch (MalformedException e) {
      caller.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    threads.execute(() -> answer(request, caller));
  }

  private void answer(JoinRequest request, StreamObserver<byte[]> caller) {
    AgentAuthenticator.Joined joined;
    try {
      joined = admission.join(request.token(), request.agent(), request.credential());
    } catch (RuntimeException e) {
      LOG.warn("Agent '{}' could not join", request.agent(), e);
      caller.onError(Status.UNAVAILABLE.withDescription("The scheduler cannot register agents now; try again later")
          .asRuntimeException());
      return;
    }
    switch (joined) {
      case AgentAuthenticator.Refused refused -> {
        refusals.tell("A join was refused: " + refused.reason());
        Status status = refused.later() ? Status.UNAVAILABLE : Status.UNAUTHENTICATED;
        caller.onError(status.withDescription(refused.reason()).asRuntimeException());
      }
      case AgentAuthenticator.Issued issued -> {
        LOG.info("Agent '{}' has joined", issued.agent());
        caller.onNext(new JoinAnswer(issued.agent(), issued.credential()).encode());
        caller.onCompleted();
      }
    }
  }
}
