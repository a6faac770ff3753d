package io.tidemill.console.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Issues sessions to browsers and recognises callers. A session is its end, the id of the token it began with, and a signature made
/// with the owner's token: nothing is kept on the server, so a session outlives a restart, and ends when its own token or the owner's
/// is taken back. Safe for use by several threads.
///
/// A session begins with a token, pasted once, or with a login code: 192 random bits that are good for one login within
/// [#CODE_LIFE].
public final class BrowserSessions {
  /// How long a session lasts.
  public static final Duration LIFE = Duration.ofDays(7);

  /// How long a login code may be used.
  public static final Duration CODE_LIFE = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";
  private static final int CODE_BYTES = 24;
  private static final int MOST_CODES = 100;

  private final SecretKeySpec key;
  private final byte[] token;
  private final CallerLookup callers;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Code> codes = new LinkedHashMap<>();

  private record Code(String caller, Instant end) {}

  /// @param token the owner's token
  /// @param callers all others
  public BrowserSessions(String token, CallerLookup callers, InstantSource clock) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.key = new SecretKeySpec(this.token, ALGORITHM);
    this.callers = callers;
    this.clock = clock;
  }

  /// The holder of a token, null if nobody has it.
  public @Nullable Caller byToken(String candidate) {
    return MessageDigest.isEqual(candidate.getBytes(StandardCharsets.UTF_8), token)
        ? Caller.OWNER
        : callers.byToken(candidate);
  }

  private @Nullable Caller byId(String id) {
    return id.equals(Caller.OWNER.id()) ? Caller.OWNER : callers.byId(id);
  }

  /// Makes a login code for a caller. Of more than 100 unused ones the oldest is forgotten.
  public synchronized String newCode(Caller caller) {
    byte[] bytes = new byte[CODE_BYTES];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    if (codes.size() >= MOST_CODES) {
      codes.remove(codes.keySet().iterator().next());
    }
    codes.put(code, new Code(caller.id(), clock.instant().plus(CODE_LIFE)));
    return code;
  }

  /// The caller an unused login code was made for, null if it is none. It is used from now on.
  public synchronized @Nullable Caller redeem(String code) {
    Code made = codes.remove(code);
    return made != null && clock.instant().isBefore(made.end()) ? byId(made.caller()) : null;
  }

  /// Begins a session.
  public String begin(Caller caller) {
    long end = clock.instant().plus(LIFE).getEpochSecond();
    return end + "." + caller.id() + "." + signature(caller.id(), end);
  }

  /// Whose session it is, null if it was not issued here, has ended, or its token has.
  public @Nullable Caller bySession(@Nullable String session) {
    String[] parts = session == null ? new String[0] : session.split("\\.", -1);
    if (parts.length != 3 || parts[0].length() > 12) {
      return null;
    }
    try {
      long end = Long.parseLong(parts[0]);
      boolean ours = MessageDigest.isEqual(signature(parts[1], end).getBytes(StandardCharsets.US_ASCII),
          parts[2].getBytes(StandardCharsets.UTF_8));
      return ours && clock.instant().getEpochSecond() < end ? byId(parts[1]) : null;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private String signature(String caller, long end) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(("session of " + caller + " until " + end).getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
