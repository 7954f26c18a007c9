package org.vitrina.arena;

import java.util.List;
import java.util.ServiceLoader;

/// Challenges that a library brings, found by the service loader in
/// `META-INF/services/org.vitrina.arena.ChallengeSource`; `vitrina arena` asks them where it is given no
/// others.
public interface ChallengeSource {
    /// Returns the name of the source.
    String name();

    /// Returns `count` challenges; the same seed gives the same ones.
    List<Challenge> challenges(int count, long seed);

    /// Returns the sources of all libraries.
    static List<ChallengeSource> all() {
        return ServiceLoader.load(ChallengeSource.class, ChallengeSource.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
