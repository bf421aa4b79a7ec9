@echo off
rem Opens a window in which jianbao is known by its name, and Chinese is shown as it is.
chcp 65001 >nul
set "PATH=%~dp0;%PATH%"
cd /d "%USERPROFILE%\Documents"
cmd /k jianbao --help
