package se.partnersec.gallra.books.sie;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;

/** What a file says of itself before its vouchers: its type, the company, when it was made. */
final class SieHeader {
    private static final Sentences SENTENCES = Sentences.of("books");
    private final SieProblems faults;
    private boolean flagged;
    private boolean typed;
    private @Nullable String company;
    private @Nullable String orgNo;
    private @Nullable LocalDate generatedOn;

    SieHeader(SieProblems faults) {
        this.faults = faults;
    }

    /** Whether the line may come now: a file whose first label is another one is no SIE file at all. */
    boolean begins(String label) {
        flagged |= label.equals("#FLAGGA");
        return flagged;
    }

    boolean flagged() {
        return flagged;
    }

    void read(String label, List<String> fields, int line) {
        String first = fields.isEmpty() ? "" : fields.get(0).strip();
        switch (label) {
            case "#SIETYP" -> type(first, line);
            case "#FNAMN" -> company = cut(first);
            case "#ORGNR" -> orgNo = cut(first);
            case "#GEN" -> generated(first, line);
            case "#FORMAT" -> {
                if (!first.equals("PC8")) {
                    faults.add(
                            line, SENTENCES.say("sie.format-standard-knows-pc8-only-leave", SieProblems.shown(first)));
                }
            }
            default -> {}
        }
    }

    private void type(String type, int line) {
        typed = true;
        if (!type.equals("4")) {
            faults.add(line, SENTENCES.say("sie.sietyp-which-holds-no-vouchers-export", SieProblems.shown(type)));
        }
    }

    private void generated(String day, int line) {
        generatedOn = SieValues.day(day);
        if (generatedOn == null) {
            faults.add(line, SENTENCES.say("sie.not-day-calendar-write-like-20261124", SieProblems.shown(day)));
        }
    }

    private static String cut(String text) {
        String safe = text.replaceAll("\\p{C}", "?");
        return safe.length() > 190 ? safe.substring(0, 190) : safe;
    }

    /** What can only be said at the end. */
    void end() {
        if (!typed) {
            faults.add(0, SENTENCES.say("sie.sietyp-missing-export-type-4e-from"));
        }
    }

    @Nullable
    String company() {
        return company;
    }

    @Nullable
    String orgNo() {
        return orgNo;
    }

    @Nullable
    LocalDate generatedOn() {
        return generatedOn;
    }
}
