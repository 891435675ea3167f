package se.partnersec.gallra.console.page;

import java.time.Clock;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import se.partnersec.gallra.console.download.DownloadInterceptor;

/** The pages. */
@Configuration(proxyBeanMethods = false)
@Import({
    EntryController.class,
    ReadController.class,
    RunController.class,
    ApprovalController.class,
    LaterController.class,
    ReportController.class,
    RequestController.class,
    HoldController.class,
    WhyController.class,
    EvidenceController.class,
    PageModel.class
})
public class PageConfiguration implements WebMvcConfigurer {
    private final Clock clock;

    PageConfiguration(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new DownloadInterceptor(clock));
    }
}
