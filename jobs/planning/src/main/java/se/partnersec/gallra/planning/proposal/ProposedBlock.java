package se.partnersec.gallra.planning.proposal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.planning.survey.Certainty;

/** A block of the proposed file: lines and further blocks in their order, with the reason for each line. */
final class ProposedBlock {
    private final Map<String, Object> entries = new LinkedHashMap<>();
    private Certainty certainty;

    ProposedBlock() {
        this(Certainty.SURE);
    }

    private ProposedBlock(Certainty certainty) {
        this.certainty = certainty;
    }

    /** A line with a value, one that is missing, or a remark about the block; the value is null for both of these. */
    static final class Line {
        private final @Nullable String value;
        private Certainty certainty;
        private String reason;

        private boolean doubtOfBlock;

        private Line(@Nullable String value, Certainty certainty, String reason) {
            this.value = value;
            this.certainty = certainty;
            this.reason = reason;
        }

        @Nullable
        String value() {
            return value;
        }

        Certainty certainty() {
            return certainty;
        }

        String reason() {
            return reason;
        }

        /** Whether the line is certain but for the block it stands in. */
        boolean doubtOfBlock() {
            return doubtOfBlock;
        }

        /** What a check found against it, once it was written. */
        void doubt(String why) {
            certainty = certainty.and(Certainty.CHECK);
            doubtOfBlock = false;
            reason = reason.isEmpty() ? why : reason + "; " + why;
        }
    }

    /** Entries of a list. */
    static final class Entries {
        private final List<Line> lines = new ArrayList<>();

        List<Line> lines() {
            return lines;
        }
    }

    Map<String, Object> entries() {
        return entries;
    }

    /** How sure the block itself is: no line in it is surer. */
    Certainty certainty() {
        return certainty;
    }

    /** From now on nothing in this block is surer than that. */
    ProposedBlock noSurerThan(Certainty most) {
        certainty = certainty.and(most);
        return this;
    }

    void line(String key, String value, Certainty sure, String reason) {
        entries.put(key, of(value, sure, reason));
    }

    private Line of(String value, Certainty sure, String reason) {
        Line line = new Line(value, certainty.and(sure), reason);
        line.doubtOfBlock = sure == Certainty.SURE && certainty == Certainty.CHECK;
        return line;
    }

    /** A line that people have to write. */
    void missing(String key, String question) {
        entries.put(key, new Line(null, Certainty.TODO, question));
    }

    /** A remark that somebody has to agree with. */
    void remark(String key, String what) {
        entries.put("#" + key, new Line(null, Certainty.CHECK, what));
    }

    void entry(String key, String value, Certainty sure, String reason) {
        Entries list = (Entries) entries.computeIfAbsent(key, k -> new Entries());
        list.lines().add(of(value, sure, reason));
    }

    /** The block below a key, made where there is none. */
    ProposedBlock block(String key) {
        return (ProposedBlock) entries.computeIfAbsent(key, k -> new ProposedBlock(certainty));
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    void remove(String key) {
        entries.remove(key);
    }

    /** The values of lines and lists below a key, without those that are missing. */
    List<String> values(String key) {
        Object found = entries.get(key);
        if (found instanceof Entries list) {
            return list.lines().stream()
                    .map(line -> String.valueOf(line.value()))
                    .toList();
        }
        return found instanceof Line line && line.value() != null ? List.of(line.value()) : List.of();
    }
}
