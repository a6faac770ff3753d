package io.tidemill.protocol.remote;

import io.tidemill.protocol.FailureReport.Kind;
import io.tidemill.protocol.wire.Failure;
import io.tidemill.protocol.wire.FailureKind;

/// Codec of failures.
final class FailureCodec {
  private FailureCodec() {}

  static Failure wire(io.tidemill.protocol.FailureReport failure) {
    return Failure.newBuilder()
        .setKind(wire(failure.kind()))
        .setType(failure.type())
        .setMessage(failure.message())
        .setPlace(failure.place())
        .setStack(failure.stack())
        .setRetryable(failure.retryable())
        .setRetryAfterMillis(failure.retryAfterMillis())
        .build();
  }

  private static FailureKind wire(Kind kind) {
    return switch (kind) {
      case FAILED -> FailureKind.FAILURE_FAILED;
      case TIMED_OUT -> FailureKind.FAILURE_TIMED_OUT;
      case CANCELLED -> FailureKind.FAILURE_CANCELLED;
      case RELEASED -> FailureKind.FAILURE_RELEASED;
      case LOST -> FailureKind.FAILURE_LOST;
    };
  }

  static io.tidemill.protocol.FailureReport failure(Failure wire) {
    return new io.tidemill.protocol.FailureReport(kind(wire.getKind()), wire.getType(), wire.getMessage(),
        wire.getPlace(),
        wire.getStack(), wire.getRetryable(), wire.getRetryAfterMillis());
  }

  private static Kind kind(FailureKind wire) {
    return switch (wire) {
      // A kind of a newer agent is a failure too.
      case FAILURE_FAILED, UNRECOGNIZED -> Kind.FAILED;
      case FAILURE_TIMED_OUT -> Kind.TIMED_OUT;
      case FAILURE_CANCELLED -> Kind.CANCELLED;
      case FAILURE_RELEASED -> Kind.RELEASED;
      case FAILURE_LOST -> Kind.LOST;
    };
  }
}
