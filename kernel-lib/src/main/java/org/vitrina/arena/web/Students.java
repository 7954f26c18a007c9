package org.vitrina.arena.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vitrina.arena.Outcome;

/// Who votes: each browser that entered, known by a cookie that nobody can guess.
final class Students {
    /// So many are known at once; of more, who was away longest has to enter again, and loses no vote by
    /// it.
    static final int MOST = 4096;

    /// How many ballots of a student are remembered, so that a second vote on one is known for what it is.
    private static final int BALLOTS = 64;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Student> students = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Student> eldest) {
            return size() > MOST;
        }
    };

    /// One student.
    static final class Student {
        private final String label;
        private final BitSet seen = new BitSet();
        private final LinkedHashMap<String, Ballot> ballots = new LinkedHashMap<>();
        private Ballot open;
        private int votes;

        private Student(String label) {
            this.label = label;
        }

        /// Returns how the student is called in the file of votes: not the cookie, from which nobody could
        /// make it.
        String label() {
            return label;
        }

        int votes() {
            return votes;
        }
    }

    /// Two answers, given to one student to vote on once.
    static final class Ballot {
        private final String id;
        private final Pairing pairing;
        private final boolean turned;
        private Outcome vote;

        private Ballot(String id, Pairing pairing, boolean turned) {
            this.id = id;
            this.pairing = pairing;
            this.turned = turned;
        }

        String id() {
            return id;
        }

        Pairing pairing() {
            return pairing;
        }

        String left() {
            return turned ? pairing.other() : pairing.one();
        }

        String right() {
            return turned ? pairing.one() : pairing.other();
        }

        String leftAnswer() {
            return turned ? pairing.otherAnswer() : pairing.oneAnswer();
        }

        String rightAnswer() {
            return turned ? pairing.oneAnswer() : pairing.otherAnswer();
        }

        /// Returns the vote that counts, or null.
        Outcome vote() {
            return vote;
        }

        void voted(Outcome outcome) {
            vote = outcome;
        }
    }

    /// Returns 128 bits by chance, as text.
    String secret() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Returns the student with this cookie, if there is one.
    synchronized Optional<Student> find(String cookie) {
        return Optional.ofNullable(students.get(cookie));
    }

    /// Lets a student in, and returns the cookie.
    synchronized String enter() {
        String cookie = secret();
        students.put(cookie, new Student("student-" + hash(cookie)));
        return cookie;
    }

    synchronized int size() {
        return students.size();
    }

    /// Returns what the student is to vote on: what is open already, or else something new, if there is
    /// any.
    Optional<Ballot> ballot(Student student, Preparation preparation) {
        synchronized (student) {
            if (student.open == null) {
                preparation.next(student.seen, random).ifPresent(pairing -> {
                    student.seen.set(pairing.number());
                    student.open = new Ballot(secret(), pairing, random.nextBoolean());
                    student.ballots.put(student.open.id(), student.open);
                    if (student.ballots.size() > BALLOTS) student.ballots.pollFirstEntry();
                });
            }
            return Optional.ofNullable(student.open);
        }
    }

    /// Returns a ballot that was given to this student, if it was.
    Optional<Ballot> given(Student student, String id) {
        synchronized (student) {
            return Optional.ofNullable(student.ballots.get(id));
        }
    }

    /// Notes that a vote counts.
    void counted(Student student, Ballot ballot) {
        synchronized (student) {
            student.votes++;
            if (student.open == ballot) student.open = null;
        }
    }

    private static String hash(String cookie) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(cookie.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
