package io.tidemill.runtime.port;

/// State of a run as people ask for it.
public enum RunStatus {
  RUNNING, CANCELLING, SUCCESS, FAILED, CANCELLED, SKIPPED
}
