@echo off
rem Vitrina's launcher for Windows: finds a JDK, builds what changed, runs the command.
setlocal EnableExtensions DisableDelayedExpansion
set "VITRINA_HOME=%~dp0"
set "VITRINA_HOME=%VITRINA_HOME:~0,-1%"
set "STATE=%VITRINA_HOME%\target\launcher"
chcp 65001 > nul

rem ---- the JDK: the first of these whose release file says 25 or more
set "JDK="
if defined JAVA_HOME call :try "%JAVA_HOME%"
for /f "delims=" %%J in ('where java 2^> nul') do if not defined JDK for %%D in ("%%~dpJ..") do call :try "%%~fD"
for %%B in (
    "%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu"
    "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks" "%USERPROFILE%\scoop\apps"
) do for /d %%D in ("%%~B\*") do (
    if not defined JDK call :try "%%~fD"
    if not defined JDK call :try "%%~fD\current"
)
if not defined JDK (
    >&2 echo vitrina: a JDK 25 or newer is needed, and none was found.
    >&2 echo   install one: winget install EclipseAdoptium.Temurin.25.JDK, or https://adoptium.net
    >&2 echo   or, if there is one in an unusual place: set JAVA_HOME=C:\where\it\is
    exit /b 1
)

if /i "%~1"=="test" goto test

rem ---- the build: PowerShell names the content of everything that the jars are made of
set "CONTENT="
for /f "delims=" %%H in ('powershell -NoProfile -Command "$h = [Security.Cryptography.SHA256]::Create(); $all = (Get-Item -LiteralPath ($env:VITRINA_HOME + '\pom.xml'), ($env:VITRINA_HOME + '\kernel-lib\pom.xml'), ($env:VITRINA_HOME + '\tiny-models\pom.xml')) + (Get-ChildItem -Recurse -File -LiteralPath ($env:VITRINA_HOME + '\kernel-lib\src\main'), ($env:VITRINA_HOME + '\tiny-models\src\main')) | Sort-Object FullName; $text = ($all | ForEach-Object { $_.FullName + (Get-FileHash -LiteralPath $_.FullName).Hash }) -join ' '; ([BitConverter]::ToString($h.ComputeHash([Text.Encoding]::UTF8.GetBytes($text))) -replace '-').Substring(0, 24)"') do set "CONTENT=%%H"
if not defined CONTENT (
    >&2 echo vitrina: PowerShell, which finds out whether anything has to be built, did not answer.
    exit /b 1
)
set "APP=%STATE%\%CONTENT%"
if not exist "%APP%\done" call :build || exit /b 1

"%JDK%\bin\java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true -Dstdin.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 "-Dvitrina.home=%VITRINA_HOME%" %VITRINA_JAVA_OPTIONS% -cp "%APP%\*;%APP%\lib\*" org.vitrina.cli.Vitrina %*
exit /b %ERRORLEVEL%

:test
call :maven || exit /b 1
set "JAVA_HOME=%JDK%"
set "REST="
:rest
shift
if not "%~1"=="" (
    set REST=%REST% %1
    goto rest
)
cd /d "%VITRINA_HOME%"
call mvn verify%REST%
exit /b %ERRORLEVEL%

:build
call :maven || exit /b 1
>&2 echo vitrina: building; the first time it also downloads the libraries ...
if not exist "%STATE%" mkdir "%STATE%"
if exist "%VITRINA_HOME%\kernel-lib\target\lib" rmdir /s /q "%VITRINA_HOME%\kernel-lib\target\lib"
pushd "%VITRINA_HOME%"
setlocal
set "JAVA_HOME=%JDK%"
call mvn -B -q -Dvitrina.quick -Dmaven.test.skip=true package > "%STATE%\build.log" 2>&1
set "CODE=%ERRORLEVEL%"
endlocal & set "CODE=%CODE%"
popd
if not "%CODE%"=="0" (
    findstr /b /c:"[ERROR]" "%STATE%\build.log" >&2
    >&2 echo vitrina: the build failed. Everything that Maven said: %STATE%\build.log
    exit /b 1
)
if not exist "%APP%\lib" mkdir "%APP%\lib"
copy /y "%VITRINA_HOME%\kernel-lib\target\kernel-lib-*.jar" "%APP%" > nul || exit /b 1
copy /y "%VITRINA_HOME%\tiny-models\target\tiny-models-*.jar" "%APP%" > nul || exit /b 1
copy /y "%VITRINA_HOME%\kernel-lib\target\lib\*.jar" "%APP%\lib" > nul || exit /b 1
rem the doc comments of the libraries, where Maven could fetch them
if exist "%VITRINA_HOME%\kernel-lib\target\sources" xcopy /y /i /q "%VITRINA_HOME%\kernel-lib\target\sources" "%APP%\sources" > nul
echo done> "%APP%\done"
exit /b 0

:maven
where mvn > nul 2>&1 && exit /b 0
>&2 echo vitrina: Maven is needed to build, and there is no mvn on the path.
>&2 echo   install it: https://maven.apache.org/download.cgi, or: scoop install maven
exit /b 1

:try
rem takes a folder if it holds a JDK whose version begins with a number of at least 25
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "FOUND="
for /f "tokens=2 delims==" %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "FOUND=%%~V"
for /f "tokens=1 delims=.-+" %%M in ("%FOUND%") do set "FOUND=%%M"
if not defined FOUND exit /b 0
if %FOUND% GEQ 25 set "JDK=%~1"
exit /b 0
