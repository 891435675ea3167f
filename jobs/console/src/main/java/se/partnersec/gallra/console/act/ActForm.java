package se.partnersec.gallra.console.act;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.person.GivenAct;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.console.person.Upload;
import se.partnersec.gallra.support.crypto.Sha256;

/**
 * Form of a command, on a page that says what follows from it.
 *
 * @param of what the command is about; empty for nothing
 * @param id identifier of the form, by which the command is carried out once
 */
record ActForm(Act act, String of, UUID id) {
    static final String ID = "order-id";

    /** Digest of the command whose preview the page shows; no other command is carried out. */
    static final String SEEN = "seen";

    private static final int LONGEST = 1000;
    private static final int LONGEST_ANSWER = 4000;
    private static final String UUID_SHAPE = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    /** Input with the value that was typed before. */
    public record Filled(Input input, String value) {}

    static ActForm fresh(Act act, String of) {
        return new ActForm(act, of, UUID.randomUUID());
    }

    /** Identifier of a form that was sent; empty for none. */
    static Optional<UUID> id(@Nullable String text) {
        return text != null && text.matches(UUID_SHAPE) ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** Values of the inputs and choices that the form has, and nothing else. */
    Map<String, String> values(Map<String, String> typed) {
        Map<String, String> values = new HashMap<>();
        for (Input input : act.inputs()) {
            String value = typed.getOrDefault(input.name(), "").strip();
            if (input.kind() != Input.Kind.FILE && !value.isEmpty() && input.takes(value)) {
                int longest = input.kind() == Input.Kind.HIDDEN ? LONGEST_ANSWER : LONGEST;
                values.put(input.name(), value.substring(0, Math.min(value.length(), longest + 1)));
            }
        }
        return values;
    }

    /** Words of the command. What is left empty is left out, and after the two dashes nothing is an option. */
    List<String> command(Map<String, String> values, @Nullable Upload file) {
        List<String> options = new ArrayList<>(act.command());
        List<String> arguments = new ArrayList<>();
        for (Input input : act.inputs()) {
            String value = input.kind() == Input.Kind.FILE
                    ? file == null ? "" : file.path().toString()
                    : values.getOrDefault(input.name(), "");
            (input.argument() ? arguments : options).addAll(input.word(value, values));
        }
        if (!of.isEmpty()) {
            arguments.add(of);
        }
        if (act.order()) {
            options.add("--order-id=" + id);
        }
        if (!arguments.isEmpty()) {
            options.add("--");
            options.addAll(arguments);
        }
        return options;
    }

    /** Digest of a command and its file. */
    static String digest(GivenAct.Sent sent) {
        return Sha256.ofText(String.join("\0", sent.command())
                + (sent.file() == null ? "" : "\0" + sent.file().sha256()));
    }

    /**
     * Shows the form.
     *
     * @param values that were typed before, if any
     * @param seen digest of the command whose preview the page shows; empty for none
     */
    String show(Model model, Person person, Map<String, String> values, String seen, Sections sections) {
        PasskeyPrompt passkey = PasskeyPrompt.of(act, of, person);
        boolean said =
                sections.all().stream().anyMatch(section -> section.title().equals("section.refused"));
        if (passkey != null && passkey.refused() != null && !said) {
            sections.add(passkey.refused());
        }
        model.addAttribute("passkey", passkey);
        model.addAttribute("page", act.page());
        model.addAttribute("act", "act." + act);
        model.addAttribute(
                "inputs",
                act.inputs().stream()
                        .map(input -> new Filled(input, values.getOrDefault(input.name(), "")))
                        .toList());
        model.addAttribute("upload", act.inputs().stream().anyMatch(input -> input.kind() == Input.Kind.FILE));
        model.addAttribute("kept", person.uploads().of(id).map(Upload::name).orElse(""));
        model.addAttribute("categories", person.categories());
        model.addAttribute("id", id);
        model.addAttribute("seen", seen);
        model.addAttribute("previewed", act.previewed());
        model.addAttribute("back", act.back(of));
        model.addAttribute("to", act.path(of));
        model.addAttribute("sections", sections.all());
        return "act";
    }
}
