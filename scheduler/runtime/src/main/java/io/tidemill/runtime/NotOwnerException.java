package io.tidemill.runtime;

/// A request was not done, and nothing of it, because this scheduler does not own what it is about; ask the one that does.
public final class NotOwnerException extends NotDoneException {
  private static final long serialVersionUID = 1;

  public NotOwnerException(String message) {
    super(message);
  }
}
