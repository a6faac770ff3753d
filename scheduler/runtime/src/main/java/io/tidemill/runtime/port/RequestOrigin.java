package io.tidemill.runtime.port;

/// Who asks for a change, and by which request.
///
/// @param who name of the person or program
/// @param caller id of the access token it came with, `owner` for whoever can read the data directory
/// @param address address it came from, empty where it came from this process or an agent
/// @param verb id of the operation, such as `runs.cancel`; empty where it is none of the API
public record RequestOrigin(String who, String caller, String address, String verb) {
  /// Caller of whoever can read the data directory.
  public static final String OWNER = "owner";

  /// Asked for in this process, by somebody who can read the data directory.
  public static RequestOrigin here(String who) {
    return new RequestOrigin(who, OWNER, "", "");
  }

  /// The same as another operation.
  public RequestOrigin as(String other) {
    return new RequestOrigin(who, caller, address, other);
  }

  /// The same, named where it is none of the API.
  public RequestOrigin orAs(String otherwise) {
    return verb.isEmpty() ? as(otherwise) : this;
  }
}
