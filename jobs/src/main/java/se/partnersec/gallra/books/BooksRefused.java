package se.partnersec.gallra.books;

import java.util.List;

/** An import that was not done, with everything that speaks against it; nothing was changed. */
public final class BooksRefused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<String> problems;
    private final boolean guarded;

    BooksRefused(List<String> problems) {
        this(problems, false);
    }

    /** @param guarded whether the file is sound, and a person has to say yes first */
    BooksRefused(List<String> problems, boolean guarded) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
        this.guarded = guarded;
    }

    public boolean guarded() {
        return guarded;
    }

    public List<String> problems() {
        return problems;
    }
}
