package se.partnersec.gallra.console.act;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.part.ShellText;
import se.partnersec.gallra.console.part.UnknownPageException;
import se.partnersec.gallra.console.person.GivenAct;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.console.person.Uploads;
import se.partnersec.gallra.support.exit.ExitCode;

/**
 * Forms of commands. A page says what follows from one; its form runs the command under the person's own login, once however often it is
 * sent. The database decides what the person may do; its refusal is shown in words.
 */
@Controller
final class ActController {
    private static final String PAGE = "/{page:runs|plans|approvals|holds|requests|system}/acts";
    private static final String FORM = PAGE + "/{act}";
    private static final String FORM_OF = FORM + "/{of}";

    /** A page waits so long for a command. One that waits for the chunk in hand of a run follows. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** A page without JavaScript makes itself anew after so many seconds. */
    private static final int AGAIN = 3;

    private final ActSubject subject;

    ActController(MessageSource texts) {
        this.subject = new ActSubject(texts);
    }

    @GetMapping({FORM, FORM_OF})
    String form(
            @AuthenticationPrincipal Person person,
            @PathVariable String page,
            @PathVariable("act") String word,
            @PathVariable(required = false) @Nullable String of,
            @RequestParam(defaultValue = "false") boolean large,
            Model model) {
        String about = of == null ? "" : of;
        Act act = act(person, page, word, about);
        if (large) {
            model.addAttribute("problem", "error.413");
        }
        return ActForm.fresh(act, about).show(model, person, Map.of(), "", about(act, about, person, null));
    }

    @PostMapping({FORM, FORM_OF})
    String give(
            @AuthenticationPrincipal Person person,
            @PathVariable String page,
            @PathVariable("act") String word,
            @PathVariable(required = false) @Nullable String of,
            @RequestParam Map<String, String> typed,
            @RequestParam(required = false) @Nullable MultipartFile sie,
            Model model,
            RedirectAttributes after)
            throws IOException {
        String about = of == null ? "" : of;
        Act act = act(person, page, word, about);
        Optional<UUID> id = ActForm.id(typed.get(ActForm.ID));
        if (id.isEmpty()) {
            return "redirect:" + act.path(about);
        }
        ActForm form = new ActForm(act, about, id.get());
        Map<String, String> values = form.values(typed);
        Optional<Uploads.Upload> file = file(person, id.get(), sie);
        List<String> command =
                form.command(values, file.map(each -> each.path().toString()).orElse(null));
        String digest = form.digest(command, file);
        if (act.previewed() && person.given(id.get()).isEmpty() && !digest.equals(typed.get(ActForm.SEEN))) {
            return preview(form, person, values, command, digest, model);
        }
        GivenAct given;
        try {
            given = person.once(id.get(), act.path(about), values, LocaleContextHolder.getLocale(), command);
        } catch (RejectedExecutionException e) {
            model.addAttribute("problem", "act.too-many");
            return form.show(model, person, values, "", about(act, about, person, null));
        }
        if (!given.command().equals(command)) {
            model.addAttribute("problem", "act.sent-already");
            return ActForm.fresh(act, about).show(model, person, values, "", about(act, about, person, null));
        }
        CommandPage answer = given.result(PATIENCE);
        return answer == null
                ? "redirect:" + act.page().path() + "/acts/given/" + id.get()
                : outcome(form, person, given, answer, model, after);
    }

    /** A command that was sent and is at work, until it is done. */
    @GetMapping(PAGE + "/given/{id:[0-9a-f-]{36}}")
    String given(
            @AuthenticationPrincipal Person person,
            @PathVariable String page,
            @PathVariable String id,
            Model model,
            RedirectAttributes after) {
        UUID form = ActForm.id(id).orElseThrow(UnknownPageException::new);
        GivenAct given = person.given(form).orElseThrow(UnknownPageException::new);
        String[] address = given.address().split("/", -1); // as Act.path makes it
        String about = address.length > 4 ? address[4] : "";
        Act act = act(person, address[1], address[3], about);
        CommandPage answer = given.result(Duration.ZERO);
        if (answer != null) {
            return outcome(new ActForm(act, about, form), person, given, answer, model, after);
        }
        model.addAttribute("page", act.page());
        model.addAttribute("sections", List.of());
        model.addAttribute("remark", "act.at-work");
        model.addAttribute("again", AGAIN);
        return "page";
    }

    private static Act act(Person person, String page, String word, String of) {
        Act act = Act.find(word).orElseThrow(UnknownPageException::new);
        if (!act.by(person)) {
            throw new AccessDeniedException("the command is not for this role");
        }
        if (!act.page().path().equals("/" + page) || !act.takes(of)) {
            throw new UnknownPageException();
        }
        return act;
    }

    /** The file that came with the form, now or when it was sent before. */
    private static Optional<Uploads.Upload> file(Person person, UUID id, @Nullable MultipartFile sent)
            throws IOException {
        if (sent == null || sent.isEmpty()) {
            return person.uploads().of(id);
        }
        return Optional.of(
                person.uploads().keep(id, String.valueOf(sent.getOriginalFilename()), sent.getInputStream()));
    }

    /** Shows what the command would change, and the same form to confirm it. */
    private String preview(
            ActForm form, Person person, Map<String, String> values, List<String> command, String digest, Model model) {
        List<String> dry = new ArrayList<>(command);
        dry.add(form.act().command().size(), "--dry-run");
        CommandPage shown = person.run(LocaleContextHolder.getLocale(), dry);
        boolean done = shown.exit() == ExitCode.DONE;
        Section section = section(done ? "section.preview" : refusal(shown), person, form.id(), dry, shown);
        return form.show(model, person, values, done ? digest : "", about(form.act(), form.of(), person, section));
    }

    /** After a command that was carried out, the page of what it made is opened, which can be made anew without running it again. */
    private String outcome(
            ActForm form, Person person, GivenAct given, CommandPage answer, Model model, RedirectAttributes after) {
        if (form.act().done(answer)) {
            person.uploads().close();
            after.addFlashAttribute(
                    "given",
                    answer.blocks().stream()
                            .filter(CommandPage.Sentence.class::isInstance)
                            .map(block -> ((CommandPage.Sentence) block).text())
                            .toList());
            return "redirect:" + form.act().next(answer, form.of());
        }
        // A refused command did nothing, so the corrected form is another one; what may have been carried out keeps its
        // identifier.
        ActForm next = form;
        if (answer.exit() == ExitCode.ENVIRONMENT) {
            person.forget(form.id());
        } else {
            next = ActForm.fresh(form.act(), form.of());
        }
        Section refused = section(refusal(answer), person, form.id(), given.command(), answer);
        return next.show(model, person, given.typed(), "", about(form.act(), form.of(), person, refused));
    }

    private static String refusal(CommandPage answer) {
        return answer.exit() == ExitCode.ENVIRONMENT ? "section.unsure" : "section.refused";
    }

    /** The result of a command, which names a file of the person as they do. */
    private static Section section(String title, Person person, UUID id, List<String> command, CommandPage shown) {
        Optional<Uploads.Upload> file = person.uploads().of(id);
        if (file.isEmpty()) {
            return new Section(false, title, ShellText.of(command), shown);
        }
        String path = file.get().path().toString();
        List<String> named = command.stream()
                .map(word -> word.replace(path, file.get().name()))
                .toList();
        return new Section(
                false,
                title,
                ShellText.of(named),
                shown.replacing(path, file.get().name()));
    }

    private Sections about(Act act, String of, Person person, @Nullable Section first) {
        Sections sections = new Sections(person);
        return subject.add(act, of, person, first == null ? sections : sections.add(first));
    }
}
