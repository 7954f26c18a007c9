package org.vitrina.kernel.jupyter;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Which cells are not run because one before them failed: those that were sent before anybody could know.
///
/// What arrived before the failure was told is known. A request may also be under way at that moment; when it
/// was sent is known by its sender's clock, and how that clock differs from ours follows from the failed
/// request, which came the same way.
///
/// @param told    when the failure was told, by this clock
/// @param session whose cell failed
/// @param offset  from that session's clock to this one, at most the time a message is under way too much
record AbortHorizon(Instant told, String session, Optional<Duration> offset) {
    static final AbortHorizon NONE = new AbortHorizon(Instant.MIN, "", Optional.empty());

    static AbortHorizon after(Message failed) {
        return new AbortHorizon(
                Instant.now(),
                failed.header().session(),
                failed.header().date().map(sent -> Duration.between(sent, failed.arrival())));
    }

    boolean covers(Message later) {
        if (!later.arrival().isAfter(told)) {
            return true;
        }
        if (!later.header().session().equals(session) || offset.isEmpty()) {
            return false;
        }
        return later.header()
                .date()
                .map(sent -> sent.plus(offset.get()).isBefore(told))
                .orElse(false);
    }
}
