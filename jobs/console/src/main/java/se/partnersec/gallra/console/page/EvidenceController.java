package se.partnersec.gallra.console.page;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.download.CommandFile;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.part.ShellText;
import se.partnersec.gallra.console.part.SlowPart;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.support.text.VisibleText;

/** Page of evidence: verification of the ledger, and of a certificate that somebody uploads. */
@Controller
final class EvidenceController {
    private static final int LONGEST_NAME = 100;

    /** A certificate is read as a whole. */
    private static final long LARGEST = 5L << 20;

    private static final String EXPORT = "ledger export";
    private static final String PROOF = "ledger proof";

    private final CommandFile files;

    EvidenceController(Clock clock) {
        this.files = new CommandFile(clock);
    }

    @GetMapping("/evidence")
    String evidence(
            @AuthenticationPrincipal Person person, @RequestParam(defaultValue = "false") boolean large, Model model) {
        if (large) {
            model.addAttribute("problem", "error.413");
        }
        return page(
                person,
                model,
                List.of(),
                new Sections(person)
                        .addSlow(SlowPart.LEDGER)
                        .addForAll("section.copies", "copies")
                        .all());
    }

    /** The ledger as a file that can be verified anywhere. Who took it is in the audit. */
    @PostMapping("/evidence/ledger")
    @Nullable
    String ledger(@AuthenticationPrincipal Person person, Model model, HttpServletResponse response)
            throws IOException {
        return file(person, EXPORT, List.of(), "txt", response, model);
    }

    /** Proof of the erasure of one record, as a file. */
    @PostMapping("/evidence/proof")
    @Nullable
    String proof(
            @AuthenticationPrincipal Person person,
            @RequestParam String category,
            @RequestParam String key,
            Model model,
            HttpServletResponse response)
            throws IOException {
        return file(person, PROOF, List.of(category.strip(), key.strip()), "proof", response, model);
    }

    private @Nullable String file(
            Person person,
            String command,
            List<String> arguments,
            String extension,
            HttpServletResponse response,
            Model model)
            throws IOException {
        if (!ConsolePage.may(person.role(), command)) {
            throw new AccessDeniedException("not for this role");
        }
        CommandPage refused = files.send(
                person,
                command.replace(' ', '-'),
                Map.of(),
                extension,
                path -> typed(command, path.toString(), arguments),
                response);
        if (refused == null) {
            return null;
        }
        String shell = ShellText.of(typed(command, "FILE", arguments));
        return page(person, model, List.of(new Section(false, "section.file", shell, refused)), List.of());
    }

    /** After the two dashes nothing is an option. */
    private static List<String> typed(String command, String file, List<String> arguments) {
        List<String> typed = new ArrayList<>(List.of(command.split(" ")));
        typed.addAll(List.of("-o", file));
        if (!arguments.isEmpty()) {
            typed.add("--");
            typed.addAll(arguments);
        }
        return typed;
    }

    /** The file is kept for as long as it is read, and by this process alone. */
    @PostMapping("/evidence/certificate")
    String certificate(@AuthenticationPrincipal Person person, @RequestParam MultipartFile file, Model model)
            throws IOException {
        if (file.isEmpty() || file.getSize() > LARGEST) {
            model.addAttribute("problem", file.isEmpty() ? "evidence.empty" : "evidence.large");
            return page(person, model, List.of(), List.of());
        }
        Path copy = Files.createTempFile(
                "certificate-",
                ".json",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            file.transferTo(copy);
            Sections verdict =
                    new Sections(person).addFile("section.certificate", "certificate verify", copy, name(file));
            return page(person, model, verdict.all(), List.of());
        } finally {
            Files.delete(copy);
        }
    }

    /** As the browser says it, without folders and signs that nobody sees. */
    private static String name(MultipartFile file) {
        String name = VisibleText.of(String.valueOf(file.getOriginalFilename())).replaceFirst(".*[/\\\\]", "");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    private static String page(Person person, Model model, List<Section> verdict, List<Section> ledger) {
        model.addAttribute("reports", ConsolePage.may(person.role(), "report"));
        model.addAttribute("exports", ConsolePage.may(person.role(), EXPORT));
        model.addAttribute("proofs", ConsolePage.may(person.role(), PROOF));
        model.addAttribute("certificates", ConsolePage.may(person.role(), "certificate"));
        model.addAttribute("page", ConsolePage.EVIDENCE);
        model.addAttribute("verdict", verdict);
        model.addAttribute("sections", ledger);
        ReadController.again(model, ledger);
        return "evidence";
    }
}
