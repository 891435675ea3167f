package se.partnersec.gallra.books;

import java.util.List;

/** An import that was not done, with everything that speaks against it; nothing was changed. */
public final class BooksRefused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<String> problems;

    BooksRefused(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
