package se.partnersec.gallra.console.act;

import java.util.List;
import java.util.Map;

/**
 * Input of a form.
 *
 * @param name of the input; an option of the command is called the same
 * @param label end of the key of its label
 * @param choices values that may be chosen; empty for what is typed
 * @param becomes what its value becomes on the command line
 */
public record Input(String name, String label, Kind kind, boolean required, List<String> choices, Becomes becomes) {

    /** Kinds of inputs on a page. */
    public enum Kind {
        TEXT,
        DAY,
        CHOICE,
        /** One of the categories that have a job. */
        CATEGORY,
        TICK,
        FILE,
        /** Answer of a passkey, which a script of the page fills in. */
        HIDDEN
    }

    /** Words of a command line that a value becomes. */
    enum Becomes {
        /** {@code --name=value} */
        OPTION,
        /** {@code --value} */
        FLAG,
        /** {@code --name} */
        SWITCH,
        /** {@code value}, after all options */
        ARGUMENT,
        /** Nothing by itself: another input uses it. */
        NOTHING,
        /** {@code --chosen=value}, where the input {@code by} says what was chosen */
        KEY,
        /** {@code start..value}, after all options */
        RANGE
    }

    private static final String BY = "by";

    private static final String START = "start";

    static Input text(String name) {
        return new Input(name, name, Kind.TEXT, true, List.of(), Becomes.OPTION);
    }

    static Input day(String name) {
        return new Input(name, name, Kind.DAY, false, List.of(), Becomes.OPTION);
    }

    static Input choice(String name, String... choices) {
        return new Input(name, name, Kind.CHOICE, true, List.of(choices), Becomes.OPTION);
    }

    /** One of several options that exclude each other. */
    static Input flag(String name, String... choices) {
        return new Input(name, name, Kind.CHOICE, true, List.of(choices), Becomes.FLAG);
    }

    static Input tick(String name) {
        return new Input(name, name, Kind.TICK, false, List.of(), Becomes.SWITCH);
    }

    static Input hidden(String name) {
        return new Input(name, name, Kind.HIDDEN, true, List.of(), Becomes.OPTION);
    }

    static Input file(String name) {
        return new Input(name, name, Kind.FILE, true, List.of(), Becomes.OPTION);
    }

    /** A value that is typed without an option. */
    static Input argument(String name) {
        return new Input(name, name, Kind.TEXT, false, List.of(), Becomes.ARGUMENT);
    }

    static Input category() {
        return new Input("category", "category", Kind.CATEGORY, true, List.of(), Becomes.ARGUMENT);
    }

    /** Kind of the key that {@link #key()} asks for. */
    static Input by(String... choices) {
        return new Input(BY, BY, Kind.CHOICE, true, List.of(choices), Becomes.NOTHING);
    }

    static Input key() {
        return new Input("key", "key", Kind.TEXT, true, List.of(), Becomes.KEY);
    }

    static Input start() {
        return new Input(START, START, Kind.DAY, true, List.of(), Becomes.NOTHING);
    }

    static Input end() {
        return new Input("end", "end", Kind.DAY, true, List.of(), Becomes.RANGE);
    }

    Input optional() {
        return new Input(name, label, kind, false, choices, becomes);
    }

    Input needed() {
        return new Input(name, label, kind, true, choices, becomes);
    }

    /** Copy with another label. */
    Input labelled(String other) {
        return new Input(name, other, kind, required, choices, becomes);
    }

    boolean argument() {
        return becomes == Becomes.ARGUMENT || becomes == Becomes.RANGE;
    }

    /** True for a value that can be typed or chosen. */
    boolean takes(String value) {
        return choices.isEmpty() || choices.contains(value);
    }

    /**
     * The word of the command line; empty for none.
     *
     * @param form all values of the form, each of which its input takes
     */
    List<String> word(String value, Map<String, String> form) {
        if (value.isEmpty() || becomes == Becomes.KEY && !form.containsKey(BY)) {
            return List.of();
        }
        return switch (becomes) {
            case OPTION -> List.of("--" + name + "=" + value);
            case FLAG -> List.of("--" + value);
            case SWITCH -> List.of("--" + name);
            case ARGUMENT -> List.of(value);
            case NOTHING -> List.of();
            case KEY -> List.of("--" + form.get(BY) + "=" + value);
            case RANGE -> List.of(form.getOrDefault(START, "") + ".." + value);
        };
    }
}
