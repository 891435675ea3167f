package se.partnersec.gallra.console.act;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import se.partnersec.gallra.console.person.Upload;
import se.partnersec.gallra.support.exit.ExitCode;

/**
 * Forms of commands. A page says what follows from one; its form runs the command as the person, once however often it is
 * sent. The database decides what the person may do; its refusal is shown in words.
 */
@Controller
final class ActController {
    private static final String PAGE = "/{page:runs|plans|approvals|holds|requests|system}/acts";
    private static final String FORM = PAGE + "/{act}";
    private static final String FORM_OF = FORM + "/{of}";

    /** Time that a page waits for a command; the page of a command that takes longer waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** Seconds after which the page of a command at work reloads itself. */
    private static final int AGAIN = 3;

    /** Ends of commands that did nothing. */
    private static final Set<ExitCode> REFUSED =
            EnumSet.of(ExitCode.USAGE, ExitCode.CONFIGURATION, ExitCode.REFUSED, ExitCode.RUNNING);

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
        Optional<GivenAct> before = person.given(id.get());
        if (before.isPresent()) {
            return given(form, values, before, person, model, after);
        }
        Upload file = file(person, id.get(), sie);
        GivenAct.Sent sent = new GivenAct.Sent(act.path(about), values, form.command(values, file), file);
        String digest = ActForm.digest(sent);
        if (act.previewed() && !digest.equals(typed.get(ActForm.SEEN))) {
            return preview(form, person, sent, digest, model);
        }
        try {
            return given(
                    form, values, person.once(id.get(), LocaleContextHolder.getLocale(), sent), person, model, after);
        } catch (RejectedExecutionException e) {
            model.addAttribute("problem", "act.too-many");
            return form.show(model, person, values, "", about(act, about, person, null));
        }
    }

    /** Page after a form was sent: its outcome, the page that waits for it, or the form again if it is not the one that was sent. */
    private String given(
            ActForm form,
            Map<String, String> values,
            Optional<GivenAct> sent,
            Person person,
            Model model,
            RedirectAttributes after) {
        Act act = form.act();
        if (sent.isEmpty() || !sent.get().sent().same(act.path(form.of()), values)) {
            model.addAttribute("problem", "act.sent-already");
            return ActForm.fresh(act, form.of()).show(model, person, values, "", about(act, form.of(), person, null));
        }
        CommandPage answer = sent.get().result(PATIENCE);
        return answer == null
                ? "redirect:" + act.page().path() + "/acts/given/" + form.id()
                : outcome(form, person, sent.get().sent(), answer, model, after);
    }

    /** Page of a command at work, which opens its outcome when it is done. */
    @GetMapping(PAGE + "/given/{id:[0-9a-f-]{36}}")
    String given(
            @AuthenticationPrincipal Person person,
            @PathVariable String page,
            @PathVariable String id,
            Model model,
            RedirectAttributes after) {
        UUID form = ActForm.id(id).orElseThrow(UnknownPageException::new);
        GivenAct given = person.given(form).orElseThrow(UnknownPageException::new);
        String[] address = given.sent().address().split("/", -1); // as Act.path makes it
        String about = address.length > 4 ? address[4] : "";
        Act act = act(person, address[1], address[3], about);
        CommandPage answer = given.result(Duration.ZERO);
        if (answer != null) {
            return outcome(new ActForm(act, about, form), person, given.sent(), answer, model, after);
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

    /** File of the form, sent now or before; null for none. */
    private static @Nullable Upload file(Person person, UUID id, @Nullable MultipartFile sent) throws IOException {
        return sent == null || sent.isEmpty()
                ? person.uploads().of(id).orElse(null)
                : person.uploads().keep(id, String.valueOf(sent.getOriginalFilename()), sent.getInputStream());
    }

    /** Shows what the command would change, and the same form to confirm it. */
    private String preview(ActForm form, Person person, GivenAct.Sent sent, String digest, Model model) {
        List<String> dry = new ArrayList<>(sent.command());
        dry.add(form.act().command().size(), "--dry-run");
        CommandPage shown = person.run(LocaleContextHolder.getLocale(), dry);
        boolean done = shown.exit() == ExitCode.DONE;
        Section section = section(done ? "section.preview" : "section.refused", dry, sent.file(), shown);
        return form.show(
                model, person, sent.typed(), done ? digest : "", about(form.act(), form.of(), person, section));
    }

    /** Opens the page of what the command made, which can be made anew without running it again; or shows the form and why it was refused. */
    private String outcome(
            ActForm form,
            Person person,
            GivenAct.Sent sent,
            CommandPage answer,
            Model model,
            RedirectAttributes after) {
        if (form.act().done(answer)) {
            after.addFlashAttribute(
                    "given",
                    answer.blocks().stream()
                            .filter(CommandPage.Sentence.class::isInstance)
                            .map(block -> ((CommandPage.Sentence) block).text())
                            .toList());
            return "redirect:" + form.act().next(answer, form.of());
        }
        // A refused command did nothing, so the corrected form is another one. A command that may have done something
        // keeps its identifier.
        boolean refused = REFUSED.contains(answer.exit());
        if (!refused) {
            person.forget(form.id());
        }
        Section section = section(refused ? "section.refused" : "section.unsure", sent.command(), sent.file(), answer);
        return (refused ? ActForm.fresh(form.act(), form.of()) : form)
                .show(model, person, sent.typed(), "", about(form.act(), form.of(), person, section));
    }

    /** Result of a command, with the name of a file as the person knows it. */
    private static Section section(String title, List<String> command, @Nullable Upload file, CommandPage shown) {
        if (file == null) {
            return new Section(false, title, ShellText.of(command), shown);
        }
        String path = file.path().toString();
        List<String> named =
                command.stream().map(word -> word.replace(path, file.name())).toList();
        return new Section(false, title, ShellText.of(named), shown.replacing(path, file.name()));
    }

    private Sections about(Act act, String of, Person person, @Nullable Section first) {
        Sections sections = new Sections(person);
        return subject.add(act, of, person, first == null ? sections : sections.add(first));
    }
}
