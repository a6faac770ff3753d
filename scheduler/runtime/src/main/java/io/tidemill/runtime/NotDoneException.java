package io.tidemill.runtime;

/// A request was not done, and nothing of it, because this scheduler cannot do it now; later, or by another scheduler, it may be.
public class NotDoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NotDoneException(String message) {
    super(message);
  }
}
