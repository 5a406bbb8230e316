package io.sluice.router;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.sluice.common.threading.EventLoopConfined;
import io.sluice.common.threading.ThreadSafe;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The structure of the router, as rules. */
class ArchitectureTest {

    private static final String ROOT = "io.sluice.router";

    /** Where channels of Netty are handled, and nowhere else. */
    private static final Set<String> NETTY = Set.of("BackendChannel", "ClientChannel", "Relay", "RelayHandler");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages(ROOT);

    @Test
    void theRulesSeeTheClasses() {
        assertThat(MAIN.size()).isGreaterThan(40);
        assertThat(TESTS.size()).isGreaterThan(20);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void packagesUseOnlyThoseBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("backend")
                .definedBy(ROOT + ".backend")
                .layer("discovery")
                .definedBy(ROOT + ".discovery")
                .layer("health")
                .definedBy(ROOT + ".health")
                .layer("balance")
                .definedBy(ROOT + ".balance")
                .layer("pool")
                .definedBy(ROOT + ".pool")
                .layer("relay")
                .definedBy(ROOT + ".proxy.relay")
                .layer("proxy")
                .definedBy(ROOT + ".proxy")
                .layer("root")
                .definedBy(ROOT)
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("proxy")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("relay")
                .mayOnlyBeAccessedByLayers("proxy", "root")
                .whereLayer("pool")
                .mayOnlyBeAccessedByLayers("proxy", "root")
                .whereLayer("balance")
                .mayOnlyBeAccessedByLayers("pool", "root")
                .whereLayer("health")
                .mayOnlyBeAccessedByLayers("pool", "root")
                .whereLayer("discovery")
                .mayOnlyBeAccessedByLayers("pool", "root")
                .ensureAllClassesAreContainedInArchitecture()
                .check(MAIN);
    }

    @Test
    void nettyIsMetInTheRelayOnly() {
        DescribedPredicate<JavaClass> namedClasses = describe("handle channels", type -> NETTY.contains(topOf(type)));
        noClasses()
                .that(not(namedClasses))
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty.."))
                .check(MAIN);
    }

    @Test
    void theInsideOfVertxIsMetWhereConnectionsAreTakenOver() {
        noClasses()
                .that(not(describe("take over", type -> Set.of("BackendChannel", "ClientChannel")
                        .contains(topOf(type)))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx.core.internal..", "io.vertx.core..impl.."))
                .check(MAIN);
    }

    @Test
    void choosingABackendNeedsNoVertx() {
        noClasses()
                .that(resideInAnyPackage(ROOT + ".backend", ROOT + ".balance", ROOT + ".health", ROOT + ".pool"))
                .should()
                .dependOnClassesThat(resideInAPackage("io.vertx.."))
                .check(MAIN);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.vertx.redis.."))
                .check(MAIN);
    }

    @Test
    void timeAndChanceAreInjected() {
        noClasses()
                .should(callMethod(System.class, "currentTimeMillis"))
                .orShould(callMethod(System.class, "nanoTime"))
                .orShould(callMethod(Instant.class, "now"))
                .orShould(callMethod(Math.class, "random"))
                .check(MAIN);
    }

    @Test
    void nothingBlocks() {
        noClasses()
                .should(callAny(Thread.class, "sleep"))
                .orShould(callAny(CompletableFuture.class, "join"))
                .orShould(callAny(CompletableFuture.class, "get"))
                .orShould(callAny(CountDownLatch.class, "await"))
                .orShould(callAny(Future.class, "await"))
                .orShould(callAny(Object.class, "wait"))
                .check(MAIN);
    }

    @Test
    void aClassWithStateSaysWhoMayTouchIt() {
        fields().that()
                .areNotFinal()
                .and()
                .areNotStatic()
                .should()
                .beDeclaredInClassesThat(describe(
                        "are @EventLoopConfined or @ThreadSafe", type -> isConfined(type) != isThreadSafe(type)))
                .check(MAIN);
    }

    @Test
    void whatIsConfinedToAnEventLoopNeedsNoLocks() {
        DescribedPredicate<JavaClass> confined = describe("are @EventLoopConfined", ArchitectureTest::isConfined);
        fields().that()
                .areDeclaredInClassesThat(confined)
                .should()
                .notHaveModifier(JavaModifier.VOLATILE)
                .check(MAIN);
        fields().that()
                .areDeclaredInClassesThat(confined)
                .should()
                .notHaveRawType(resideInAPackage("java.util.concurrent.locks.."))
                .check(MAIN);
        methods()
                .that()
                .areDeclaredInClassesThat(confined)
                .should()
                .notHaveModifier(JavaModifier.SYNCHRONIZED)
                .check(MAIN);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(MAIN.stream().map(JavaClass::getPackage).distinct())
                .allMatch(somePackage -> somePackage.isAnnotatedWith(NullMarked.class));
    }

    @Test
    void classesAreClosed() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should(beClosed())
                .check(MAIN);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager)").check(MAIN);
        classes()
                .that()
                .haveSimpleNameEndingWith("Settings")
                .should()
                .beRecords()
                .check(MAIN);
    }

    @Test
    void metersAreMadeInOneClass() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Metrics")
                .should()
                .dependOnClassesThat(resideInAPackage("io.micrometer.core.."))
                .check(MAIN);
    }

    @Test
    void onlyTheMainClassEndsTheProcessOrWritesToStandardStreams() {
        noClasses()
                .that(not(simpleNameEndingWith("Main")))
                .should(callMethod(System.class, "exit", int.class))
                .orShould(callMethod(Runtime.class, "halt", int.class))
                .orShould(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(MAIN);
    }

    @Test
    void logsGoThroughSlf4jAndExceptionsHaveNames() {
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(MAIN);
        GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(MAIN);
    }

    @Test
    void testsDoNotSleepAndUnitTestsNeedNoRedis() {
        noClasses().should(callAny(Thread.class, "sleep")).check(TESTS);
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Test")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.testcontainers.."))
                .orShould()
                .dependOnClassesThat(
                        describe("start Redis", type -> type.getSimpleName().equals("TestRedis")))
                .check(TESTS);
    }

    /** The name of the class itself, or of the outermost class around it. */
    private static String topOf(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::topOf).orElse(type.getSimpleName());
    }

    private static boolean isConfined(JavaClass type) {
        return isAnnotated(type, EventLoopConfined.class.getName());
    }

    private static boolean isThreadSafe(JavaClass type) {
        return isAnnotated(type, ThreadSafe.class.getName());
    }

    private static boolean isAnnotated(JavaClass type, String annotation) {
        return type.isAnnotatedWith(annotation);
    }

    private static ArchCondition<JavaClass> beClosed() {
        return new ArchCondition<>("be final, sealed, abstract or a record") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed = type.getModifiers().contains(JavaModifier.FINAL)
                        || type.getModifiers().contains(JavaModifier.ABSTRACT)
                        || type.reflect().isSealed();
                events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open to extension"));
            }
        };
    }

    /** Calls of a method, whatever its parameters. */
    private static ArchCondition<JavaClass> callAny(Class<?> owner, String name) {
        return callMethodWhere(describe(
                owner.getSimpleName() + "." + name + " is called",
                call -> call.getName().equals(name) && call.getTargetOwner().isEquivalentTo(owner)));
    }
}
